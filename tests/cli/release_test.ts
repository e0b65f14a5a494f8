import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  programCheck,
  type ReleaseCheck,
  runReleaseChecks,
} from "#lib/cli/release_check.ts";
import { releaseChecks } from "#lib/cli/release.ts";
import { releaseOptions } from "#lib/cli/release_options.ts";
import { checkStudy } from "#lib/cli/release_study.ts";
import { checkVersions } from "#lib/cli/release_versions.ts";
import { UserError } from "#lib/runtime/errors.ts";
import config from "../../deno.json" with { type: "json" };
import { needs, programs, projectFiles } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";

const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

Deno.test("release takes --dry-run, and says how to publish without it", () => {
  assertEquals(releaseOptions(["--dry-run"]), { help: false });
  assertEquals(releaseOptions(["--help"]), { help: true });
  for (const args of [["--dry"], ["--dry-run", "now"], ["--dry-run=yes"]]) {
    assertThrows(() => releaseOptions(args), UserError);
  }
  const { message } = assertThrows(() => releaseOptions([]), UserError);
  assertMatch(message, /deno publish and npm publish npm\.tgz/);
});

Deno.test({
  ...needs(programs),
  name:
    "deno task release without an option ends with one line and exit code 2",
  async fn() {
    const words = config.tasks.release.command.split(" ").slice(1);
    const { code, stdout, stderr } = await runProgram(Deno.execPath(), words);
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^error: expected --dry-run, found no option[^\n]*\n$/);
  },
});

Deno.test("every check has its line, and one that fails or throws fails the release", async () => {
  const check = (name: string, passed: boolean): ReleaseCheck => ({
    name,
    check: () => Promise.resolve({ passed, words: `${name}'s words` }),
  });
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  assert(await runReleaseChecks([check("a", true), check("b", true)], print));
  const throwing: ReleaseCheck = {
    name: "c",
    check: () => Promise.reject(new Error("no such file")),
  };
  assert(!await runReleaseChecks([throwing, check("d", false)], print));
  assert(!await runReleaseChecks([check("e", false), check("f", true)], print));
  assertEquals(lines, [
    "ok      a: a's words",
    "ok      b: b's words",
    "failed  c: no such file",
    "failed  d: d's words",
    "failed  e: e's words",
    "ok      f: f's words",
  ]);
});

Deno.test({
  ...needs(programs, projectFiles),
  name:
    "a program's check fails with its last line, and where there is no such program",
  async fn() {
    const deno = (code: string) =>
      programCheck("x", projectRoot, [Deno.execPath(), "eval", code]).check();
    assertEquals(await deno('console.log("fine")'), {
      passed: true,
      words: "fine",
    });
    const failed = await deno('console.log("1 failed"); Deno.exit(1)');
    assertEquals(failed, { passed: false, words: "1 failed" });
    const traced = await deno(
      'console.error("2 faults\\n\\nStack backtrace:\\n   0: <unknown>"); Deno.exit(1)',
    );
    assertEquals(traced, { passed: false, words: "2 faults" });
    const none = await programCheck("x", projectRoot, ["no-such-program"])
      .check();
    assertEquals(none, { passed: false, words: "no such program" });
  },
});

/** A reader of a release's files, which state one version except in those given. */
const release = (other: Readonly<Record<string, string>> = {}) =>
(
  path: string,
): Promise<string> =>
  Promise.resolve(
    {
      "deno.json": '{\n  "version": "1.2.0",\n  "x": {"version": "9.9.9"}\n}\n',
      "CHANGELOG.md": "# Changelog\n\n## 1.2.0 (2030-01-01)\n\n## 1.1.0\n",
      "CITATION.cff": "cff-version: 1.2.0\nversion: 1.2.0\n",
      ...other,
    }[path]!,
  );

Deno.test("all files have to state one version", async () => {
  assertEquals(await checkVersions(release()), {
    passed: true,
    words: "1.2.0",
  });
  const old = await checkVersions(
    release({ "CHANGELOG.md": "# Changelog\n\n## 1.1.0\n" }),
  );
  assertEquals(old, {
    passed: false,
    words: "1.2.0 in deno.json, 1.1.0 in CHANGELOG.md, 1.2.0 in CITATION.cff",
  });
  const none = await checkVersions(release({ "CITATION.cff": "title: x\n" }));
  assertMatch(none.words, /no version in CITATION\.cff/);
  assertEquals(none.passed, false);
});

Deno.test({
  ...needs(projectFiles),
  name:
    "the project's files state one version, and its experiments have numbers",
  async fn() {
    assertEquals(await checkVersions(read), {
      passed: true,
      words: config.version,
    });
    const study = await checkStudy(read);
    assertEquals(study.passed, true, study.words);
  },
});

Deno.test("an experiment without numbers fails the study's check, and is named", async () => {
  const csv = () => Promise.resolve("experiment,x\nmnist-shear,1\n");
  assertEquals(await checkStudy(csv, ["mnist-shear", "mnist-spiral"]), {
    passed: false,
    words: "no numbers of mnist-spiral in study/",
  });
  assertEquals((await checkStudy(csv, ["mnist-shear"])).passed, true);
});

Deno.test("a release checks each thing once, and the lab page if the task exists", () => {
  const names = releaseChecks("/project").map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  assertEquals(names.includes("page"), "lab" in config.tasks);
});
