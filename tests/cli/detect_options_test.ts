import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { knownBases } from "#lib/cli/basis_option.ts";
import { detectHelp, detectOptions } from "#lib/cli/detect_options.ts";
import { MOST_PAIRS } from "#lib/detection/detect.ts";
import {
  LEAST_PAIRS,
  LEAST_SMALL_PAIRS,
} from "#lib/detection/working_pairs.ts";
import { affine, quadratic } from "#lib/lie/basis.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { backendChoices } from "#lib/runtime/runtime.ts";

const optionsOf = (line: string) =>
  detectOptions(line.split(" ").filter((word) => word !== ""));

const defaults: Readonly<Record<string, unknown>> = {
  backend: "auto",
  blas: undefined,
  threads: undefined,
  paths: ["pairs.npz"],
  basis: quadratic,
  seeds: 3,
  most: 5000,
  networks: undefined,
  out: undefined,
  json: false,
  channels: undefined,
  lag: undefined,
  labels: undefined,
};
const quick = { most: 800, networks: false };

const right: readonly (readonly [string, Readonly<Record<string, unknown>>])[] =
  [
    ["pairs.npz", {}],
    ["a b", { paths: ["a", "b"] }],
    ["--seeds 5 pairs.npz", { seeds: 5 }],
    ["pairs.npz --seeds=100", { seeds: 100 }],
    ["pairs.npz --quick", quick],
    ["pairs.npz --networks --seeds 2", { networks: true, seeds: 2 }],
    ["pairs.npz --basis affine", { basis: affine }],
    ["pairs.npz --out some/where", { out: "some/where" }],
    ["pairs.npz --json", { json: true }],
    ["pairs.npz --channels first", { channels: "first" }],
    ["pairs.npz --channels=last", { channels: "last" }],
    ["pairs.npz --lag 3", { lag: 3 }],
    ["pairs.npz --labels labels.npy", { labels: "labels.npy" }],
    ["pairs.npz --threads 2", { threads: 2 }],
    ["pairs.npz --blas lib.so", { blas: "lib.so" }],
    ...backendChoices.map((backend) =>
      [`pairs.npz --backend ${backend}`, { backend }] as const
    ),
  ];

for (const [line, change] of right) {
  Deno.test(`detect ${line}: read`, async () => {
    assertEquals<unknown>(await optionsOf(line), { ...defaults, ...change });
  });
}

Deno.test("detect: with --help nothing else is read", async () => {
  for (const line of ["--help", "-h", "a b c --help", "--basis x --help"]) {
    assertEquals(await optionsOf(line), undefined);
  }
});

Deno.test("detect: the help describes the program", () => {
  for (
    const says of [
      knownBases.map(({ name }) => name).join(", "),
      backendChoices.join(", "),
      `${LEAST_SMALL_PAIRS} to a million pairs`,
      `at least ${LEAST_PAIRS}`,
      `at most ${quick.most} pairs instead of ${MOST_PAIRS}`,
      `(default ${defaults.seeds})`,
      ...[
        "basis",
        "networks",
        "seeds",
        "quick",
        "out",
        "json",
        "backend",
        "blas",
        "channels",
        "lag",
      ]
        .map((name) => `\n  --${name} `),
      "\n  --threads ",
    ]
  ) assertStringIncludes(detectHelp, says);
  assertEquals(detectHelp.split("\n").filter((line) => line.length > 80), []);
});

const wrong: readonly (readonly [string, string])[] = [
  [
    "",
    "PAIRS: expected one path, or two of .npy or idx files, found 0; see --help",
  ],
  [
    "a b c",
    "PAIRS: expected one path, or two of .npy or idx files, found 3; see --help",
  ],
  ["a --what", "Unknown option '--what'; see --help"],
  ["a --out=", "--out: expected a value, found an empty one"],
  [
    "a --quick --networks",
    "--quick: expected no --networks, for it trains no network, found both",
  ],
  [
    "a --quick --seeds 2",
    "--quick: expected no --seeds, for it trains no network, found both",
  ],
  [
    "a --seeds 0",
    '--seeds: expected an integer from 1 to 100, found "0"',
  ],
  [
    "a --seeds 101",
    '--seeds: expected an integer from 1 to 100, found "101"',
  ],
  [
    "a --seeds 1.5",
    '--seeds: expected an integer from 1 to 100, found "1.5"',
  ],
  [
    "a --backend cuda",
    `--backend: expected one of ${backendChoices.join(", ")}, found "cuda"`,
  ],
  [
    "a --threads 0",
    '--threads: expected an integer from 1 to 1024, found "0"',
  ],
  [
    "a --lag 0",
    '--lag: expected an integer from 1 to 1000000, found "0"',
  ],
  [
    "a --channels middle",
    '--channels: expected one of first, last, found "middle"',
  ],
  [
    "a --seeds -1",
    "--seeds: expected a value, found a word that begins with a dash; join the two by an equals sign, as --seeds=-1",
  ],
  ["a --blas=", "--blas: expected a value, found an empty one"],
  [
    "a --basis linear",
    '--basis: expected one of affine, quadratic, cubic, or a .json, .ts or .js file, found "linear"',
  ],
  ["a --json=yes", "Option '--json' does not take an argument; see --help"],
];

for (const [line, says] of wrong) {
  Deno.test(`detect ${line}: refused`, async () => {
    const { message } = await assertRejects(() => optionsOf(line), UserError);
    assertEquals(message, says);
  });
}
