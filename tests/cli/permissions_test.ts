import { assertEquals } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { environment, needs, programs } from "../needs.ts";
import { runProgram } from "../programs.ts";

const files = [
  "read the home folder",
  "write to the home folder",
  "read the system's folder",
  "write to the project",
];
const anyProgram = ["run any program", "run deno"];

/** The things that each task can reach, each with its reason. */
const reach: Readonly<Record<string, readonly string[]>> = {
  // CIFAR-10 is fetched by `deno install`.
  reproduce: ["run deno"],
  // A BLAS is opened before anything else; narrow_test.ts tries that.
  detect: [],
  "make-pairs": [],
  // Python, Jupyter and a browser are started.
  notebook: anyProgram,
  // --out names any path.
  gallery: [...files, ...anyProgram],
  // Python and git are started; the result says which machine it ran on.
  bench: anyProgram,
  // --config, --profile and --out name any path; Python and Snakemake are started.
  study: [...files, ...anyProgram],
  // The bundler is started; it serves on 127.0.0.1.
  lab: ["run deno", "network", "fetch"],
  "study:report": [],
  kernels: [],
  // --out names any path; `deno pack` is started.
  npm: [...files, "run deno"],
  // The task writes README.md and docs/, which the probe does not try.
  docs: [],
  // Git and Deno are started.
  release: ["run deno"],
  // It works in a temporary folder anywhere, and starts runs there.
  torture: [...files, ...anyProgram],
};

/** Tasks that run the tests. They need every permission that a test tries. */
const TESTS = ["test", "test:slow", "test:all"];

const optionsOf = (command: string): string[] =>
  command.split(" ").filter((word) => word.startsWith("--"));

async function reachedWith(options: readonly string[]): Promise<string[]> {
  const home = Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE") ?? "/";
  const { stdout, stderr } = await runProgram(Deno.execPath(), [
    ...["run", "--quiet", ...options, "tests/cli/probe.ts", home],
  ]);
  assertEquals(stderr, "");
  return JSON.parse(stdout);
}

for (const [task, { command }] of Object.entries(config.tasks)) {
  if (TESTS.includes(task)) continue;
  Deno.test({
    ...needs(programs, environment),
    name: `deno task ${task} reaches what it needs, and nothing else`,
    async fn() {
      const options = optionsOf(command);
      assertEquals(options.includes("--no-prompt"), true);
      const found = await reachedWith(options);
      assertEquals(found.toSorted(), (reach[task] ?? []).toSorted());
    },
  });
}

Deno.test({
  ...needs(programs, environment),
  name: "the probe reaches everything if it has all permissions",
  async fn() {
    const found = await reachedWith(["--allow-all"]);
    assertEquals(found.length, 17);
  },
});
