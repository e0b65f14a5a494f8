import { assert, assertEquals, assertMatch } from "@std/assert";
import { needs, programs, projectFiles } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { testsInFolder } from "../tests_in_folder.ts";
import { type Skip, skips } from "./skips.ts";
import { type TestRun, verdictOf } from "./verdict.ts";

const fast: TestRun = {
  name: "fast",
  status: 0,
  log: `running 3 tests from ./tests/a_test.ts
left out: no GPU adapter by Vulkan
one ... ok (2ms)
two ... ignored (0ms)
ok | 1 passed | 0 failed | 1 ignored (22s)
`,
};
const slow: TestRun = {
  name: "slow",
  status: 0,
  log: `running 1 test from ./tests/b_test.ts
three ... ok (2s)
ok | 1 passed | 0 failed (2s)
`,
};
const listed: readonly Skip[] = [
  { file: "tests/a_test.ts", name: /^two$/, reasons: ["no GPU"] },
];

Deno.test("runs are summed up, and a listed skip is told with its reason", () => {
  assertEquals(verdictOf([fast, slow], listed), {
    counts: { passed: 2, failed: 0, skipped: 1 },
    notes: ["skipped: tests/a_test.ts: two: no GPU adapter by Vulkan"],
    faults: [],
  });
});

const broken: readonly {
  readonly what: string;
  readonly runs: readonly TestRun[];
  readonly list?: readonly Skip[];
  readonly failed: number;
  readonly fault: RegExp;
}[] = [
  {
    what: "a skip that no entry names",
    runs: [fast, slow],
    list: [],
    failed: 1,
    fault: /^skipped for a reason not listed: tests\/a_test\.ts: two$/,
  },
  {
    what: "a listed test that is skipped for another reason",
    runs: [{ ...fast, log: fast.log.replace("no GPU", "no file") }, slow],
    failed: 1,
    fault: /^skipped for a reason not listed/,
  },
  {
    what: "a log without a summary",
    runs: [fast, { ...slow, log: slow.log.replace(/^ok \|.*$/m, "") }],
    failed: 1,
    fault: /^slow: ended without a summary, with status 0$/,
  },
  {
    what: "an empty log",
    runs: [{ ...fast, log: "", status: 137 }, slow],
    failed: 1,
    fault: /^fast: ended without a summary, with status 137$/,
  },
  {
    what: "an error after the summary",
    runs: [fast, { ...slow, status: 1 }],
    failed: 1,
    fault: /^slow: no test failed, and yet it ended with status 1$/,
  },
  {
    what: "an abort without a summary",
    runs: [{ ...fast, log: "", status: 134 }, slow],
    failed: 1,
    fault: /^fast: ended without a summary, with status 134$/,
  },
  {
    what: "a run without tests",
    runs: [fast, { ...slow, log: "ok | 0 passed | 0 failed (0ms)\n" }],
    failed: 1,
    fault: /^slow: no test passed$/,
  },
  {
    what: "an entry that fits no test",
    runs: [fast, slow],
    list: [...listed, { file: "tests/b_test.ts", name: /four/, reasons: [] }],
    failed: 1,
    fault: /^may be skipped, and does not exist: tests\/b_test\.ts: \/four\/$/,
  },
];

for (const { what, runs, list = listed, failed, fault } of broken) {
  Deno.test(`${what} is a failure`, () => {
    const { counts, faults } = verdictOf(runs, list);
    assertEquals(counts.failed, failed, faults.join("\n"));
    assertMatch(faults.join("\n"), fault);
  });
}

Deno.test("failed tests are counted once", () => {
  const log = slow.log.replace("three ... ok", "three ... FAILED")
    .replace("ok | 1 passed | 0 failed", "FAILED | 1 passed | 2 failed");
  const { counts, faults } = verdictOf(
    [fast, { ...slow, log, status: 1 }],
    listed,
  );
  assertEquals(counts, { passed: 2, failed: 2, skipped: 1 });
  assertEquals(faults, []);
});

Deno.test("an abort after the summary is told, and is no failed test", () => {
  const { counts, notes } = verdictOf([{ ...fast, status: 134 }, slow], listed);
  assertEquals(counts, { passed: 2, failed: 0, skipped: 1 });
  assertEquals(
    notes[0],
    "fast: aborted while the process ended, after its summary",
  );
});

Deno.test("an entry whose test ran is told, and is no failure", () => {
  const list = [
    ...listed,
    { file: "tests/b_test.ts", name: /^three$/, reasons: ["no Slurm"] },
  ];
  const { counts, notes } = verdictOf([fast, slow], list);
  assertEquals(counts, { passed: 2, failed: 0, skipped: 1 });
  assertEquals(notes[1], "may be skipped, and ran: tests/b_test.ts: /^three$/");
});

Deno.test({
  ...needs(projectFiles),
  name: "every test that CI may skip has a file",
  async fn() {
    for (const { file } of skips) {
      assert((await Deno.stat(`${projectRoot}/${file}`)).isFile, file);
    }
  },
});

const inFolder = testsInFolder(programs);

/** A log in which all listed tests ran. */
const others = `${
  skips.map(({ file, name }) =>
    `./${file} => ${name.source.replaceAll(/^\^|\$$/g, "")} ... ok (1ms)\n`
  ).join("")
}ok | ${skips.length} passed | 0 failed (1s)\n`;

const crash = `Deno.kill(Deno.pid, "SIGKILL"); await new Promise(() => {});`;
const endings = [
  { what: "passes", body: "", passed: 1, failed: 0 },
  { what: "fails", body: `throw new Error("no");`, passed: 0, failed: 2 },
  { what: "is killed", body: crash, passed: 0, failed: 1 },
];

for (const { what, body, passed, failed } of endings) {
  inFolder(`a run of Deno's that ${what} is summed up`, async (folder) => {
    const file = `${folder}/one_test.ts`;
    await Deno.writeTextFile(file, `Deno.test("1", async () => { ${body} });`);
    const run = await runProgram(Deno.execPath(), [
      ...["test", "--no-check", "--no-config", "--allow-run", file],
    ]);
    assertEquals(run.code === 0, failed === 0, run.stderr);
    await Deno.writeTextFile(`${folder}/one`, run.stdout + run.stderr);
    await Deno.writeTextFile(`${folder}/others`, others);
    const ended = await runProgram(Deno.execPath(), [
      ...["run", "--no-prompt", `--allow-read=${folder}`],
      ...["tests/ci/sum_up.ts", "others", `${folder}/others`, "0"],
      ...["one", `${folder}/one`, `${run.code}`],
    ]);
    assertEquals(ended.code, failed === 0 ? 0 : 1, ended.stderr);
    assertEquals(
      ended.stdout.trimEnd().split("\n").at(-1),
      `${passed + skips.length} passed, ${failed} failed, 0 skipped`,
    );
  });
}
