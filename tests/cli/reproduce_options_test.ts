import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { reproduceHelp, reproduceOptions } from "#lib/cli/reproduce_options.ts";
import { budgets } from "#lib/experiments/budgets.ts";
import { everything } from "#lib/experiments/plan.ts";
import { methods } from "#lib/experiments/methods.ts";
import { presets } from "#lib/experiments/run_spec.ts";
import { variations } from "#lib/experiments/variations.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { backendChoices } from "#lib/runtime/runtime.ts";

const [first] = everything;

const defaults: Readonly<Record<string, unknown>> = {
  help: false,
  list: false,
  chosen: everything.filter(({ figure }) => figure !== ""),
  seeds: [0],
  budget: "standard",
  presets: ["stable"],
  variation: undefined,
  backend: "auto",
  blas: undefined,
  threads: undefined,
  cifar: undefined,
  out: "results",
  fresh: false,
  jobs: undefined,
};

const presetNames = [presets, methods].flatMap((all) => Object.keys(all));

type Change = Readonly<Record<string, unknown>>;

const right: readonly [args: string, expected: Change][] = [
  ["", {}],
  ["--help", { help: true }],
  ["-h", { help: true }],
  ["--list", { list: true }],
  ["--fresh", { fresh: true }],
  ["--all", { chosen: [...everything] }],
  [`--only ${first.id}`, { chosen: [first] }],
  [`--only=${first.id},${first.id}`, { chosen: [first] }],
  [`--only ${everything.map(({ id }) => id)}`, { chosen: [...everything] }],
  ["--seed 7", { seeds: [7] }],
  ["--seed 4294967295", { seeds: [4294967295] }],
  ["--seeds 3", { seeds: [0, 1, 2] }],
  ["--seeds 1", { seeds: [0] }],
  ["--out some/where", { out: "some/where" }],
  ["--threads 2", { threads: 2 }],
  ["--jobs 3", { jobs: 3 }],
  ["--blas /opt/lib/libblas.so", { blas: "/opt/lib/libblas.so" }],
  ["--cifar some/cifar-10-batches-bin", {
    cifar: "some/cifar-10-batches-bin",
  }],
  ...Object.keys(budgets).map((budget) =>
    [`--budget ${budget}`, { budget }] as [string, Change]
  ),
  ...presetNames.map((preset) =>
    [`--preset ${preset}`, { presets: [preset] }] as [string, Change]
  ),
  ["--preset paper,stable,paper", { presets: ["paper", "stable"] }],
  ...backendChoices.map((backend) =>
    [`--backend ${backend}`, { backend }] as [string, Change]
  ),
  ["--list --seed=2 --budget=quick", {
    list: true,
    seeds: [2],
    budget: "quick",
  }],
];

for (const [args, expected] of right) {
  Deno.test(`reproduce ${args || "without options"}: is understood`, () => {
    const split = args.split(" ").filter((word) => word !== "");
    assertEquals<unknown>(reproduceOptions(split), {
      ...defaults,
      ...expected,
    });
  });
}

Deno.test("blanks around the ids of --only do not matter", () => {
  const { chosen } = reproduceOptions([
    "--only",
    ` ${first.id} , ${first.id}`,
  ]);
  assertEquals(chosen, [first]);
});

const integer = (
  option: string,
  least: number,
  found: string,
  largest = 4294967295,
) =>
  `${option}: expected an integer from ${least} to ${largest}, found "${found}"`;
const one = (option: string, names: readonly string[], found: string) =>
  `${option}: expected one of ${names.join(", ")}, found "${found}"`;

const wrong: readonly [args: readonly string[], message: string][] = [
  ...["-1", "1.5", "1e3", "0x10", "ten", "", " 1", "4294967296", "NaN"]
    .map((value) =>
      [[`--seed=${value}`], integer("--seed", 0, value)] as [string[], string]
    ),
  ...["0", "-2", "few", "10001", "400000000"].map((value) =>
    [[`--seeds=${value}`], integer("--seeds", 1, value, 10000)] as [
      string[],
      string,
    ]
  ),
  [["--threads=0"], integer("--threads", 1, "0", 1024)],
  [
    ["--seed", "1", "--seeds", "2"],
    "--seed and --seeds: expected one of them, found both",
  ],
  [["--budget", "slow"], one("--budget", Object.keys(budgets), "slow")],
  [["--budget", "toString"], one("--budget", Object.keys(budgets), "toString")],
  [["--preset", "bold"], one("--preset", presetNames, "bold")],
  [["--vary", "pairs"], '--vary: expected NAME=VALUE, found "pairs"'],
  [["--vary", "pairs=1"], integer("--vary: pairs", 2, "1", 60_000)],
  [["--backend", "cuda"], one("--backend", backendChoices, "cuda")],
  [["--backend="], one("--backend", backendChoices, "")],
  [
    ["--only", "nothing"],
    one("--only", everything.map(({ id }) => id), "nothing"),
  ],
  [
    ["--only", `${first.id},`],
    one("--only", everything.map(({ id }) => id), ""),
  ],
  [["--only="], "--only: expected a value, found an empty one"],
  [
    ["--only", first.id, "--all"],
    "--only and --all: expected one of them, found both",
  ],
  [["--out="], "--out: expected a value, found an empty one"],
  [["--cifar="], "--cifar: expected a value, found an empty one"],
  [["--blas", " "], "--blas: expected a value, found an empty one"],
  [["--onyl", first.id], "Unknown option '--onyl'; see --help"],
  [["--seed"], "Option '--seed <value>' argument missing; see --help"],
  [["--list=yes"], "Option '--list' does not take an argument; see --help"],
  [["quick"], "Unexpected argument 'quick'; see --help"],
];

for (const [args, message] of wrong) {
  Deno.test(`reproduce ${args.join(" ")}: is turned away`, () => {
    const error = assertThrows(() => reproduceOptions(args), UserError);
    assertEquals(error.message, message);
  });
}

Deno.test("--vary takes a name and a value", () => {
  const { variation } = reproduceOptions(["--vary", "pairs=500"]);
  assertEquals([variation?.name, variation?.value], ["pairs", "500"]);
});

Deno.test("a value that looks like an option is no value", () => {
  const { message } = assertThrows(
    () => reproduceOptions(["--out", "--fresh"]),
    UserError,
    "--out",
  );
  assert(!message.includes("\n"), message);
});

Deno.test("the help names every option and every choice", () => {
  const options = ["only", "all", "list", "seed", "seeds", "budget", "preset"]
    .concat("vary", "backend", "blas", "out", "fresh", "help");
  for (const option of options) {
    assertStringIncludes(reproduceHelp, `\n  --${option} `);
  }
  const choices = [budgets, presets, methods].flatMap((record) =>
    Object.keys(record)
  );
  const varied = variations.map(({ name }) => name);
  for (const choice of [...choices, ...varied, ...backendChoices]) {
    assertStringIncludes(reproduceHelp, choice);
  }
});
