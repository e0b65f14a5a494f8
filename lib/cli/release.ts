import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { main } from "./main.ts";
import { lastLine, run } from "./programs.ts";
import {
  type CheckEnd,
  programCheck,
  type ReleaseCheck,
  runReleaseChecks,
} from "./release_check.ts";
import { releaseHelp, releaseOptions } from "./release_options.ts";
import { checkStudy } from "./release_study.ts";
import { checkVersions } from "./release_versions.ts";

async function checkWorkingTree(root: string): Promise<CheckEnd> {
  const ended = await run("git", ["status", "--porcelain"], { cwd: root });
  if (ended?.code !== 0) return { passed: false, words: lastLine(ended) };
  const changed = ended.stdout.split("\n").filter((line) => line !== "");
  return {
    passed: changed.length === 0,
    words: changed.length === 0
      ? "clean"
      : `${changed.length} files are not committed, ${
        changed[0].slice(3)
      } first`,
  };
}

/** The check that the page can be built, if the project has one. */
const pageChecks = (root: string): ReleaseCheck[] =>
  "lab" in config.tasks
    ? [
      programCheck(
        "page",
        root,
        ["deno", "task", "--quiet", "lab", "--build", "results/page"],
      ),
    ]
    : [];

/** All checks of a release, the fastest first. */
export function releaseChecks(root: string): ReleaseCheck[] {
  const read = (path: string) => Deno.readTextFile(`${root}/${path}`);
  const deno = (name: string, ...args: readonly string[]) =>
    programCheck(name, root, ["deno", ...args]);
  return [
    { name: "working tree", check: () => checkWorkingTree(root) },
    { name: "version", check: () => checkVersions(read) },
    { name: "study", check: () => checkStudy(read) },
    deno("docs", "task", "--quiet", "docs", "--check"),
    deno("format", "fmt", "--check"),
    deno("lint", "lint"),
    deno("types", "check", "--quiet"),
    deno("docs of exports", "doc", "--lint", ...Object.values(config.exports)),
    deno("package for Deno", "publish", "--dry-run", "--allow-dirty"),
    deno("package for npm", "task", "--quiet", "npm"),
    ...pageChecks(root),
    deno("fast tests", "task", "--quiet", "test"),
  ];
}

async function release(args: readonly string[]): Promise<number> {
  const { help } = releaseOptions(args);
  if (help) {
    console.log(releaseHelp);
    return 0;
  }
  const root = fileURLToPath(new URL("../..", import.meta.url));
  return await runReleaseChecks(releaseChecks(root), console.log) ? 0 : 1;
}

if (import.meta.main) await main(release);
