import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  makePairsHelp,
  makePairsOptions,
} from "#lib/cli/make_pairs_options.ts";
import { transformationGroups } from "#lib/flow/transformation_groups.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { UserError } from "#lib/runtime/errors.ts";

const needed = "faces --transformation shear --distribution uniform:-1,2";

/** Reads a command line with the required arguments. */
function optionsOf(more = "", line = needed) {
  const words = `${line} ${more}`.split(" ").filter((word) => word !== "");
  return makePairsOptions(words)!;
}

Deno.test("make-pairs: an option left out has its default", () => {
  const { distribution, transformation, ...options } = optionsOf();
  assertEquals(transformation.generators, [transformations.shear]);
  assertEquals<unknown>(options, {
    images: "faces",
    seed: 0,
    channels: undefined,
    out: "pairs",
  });
  assertEquals(distribution.parts.map(({ support }) => support), [[-1, 2]]);
  const other = optionsOf("--seed 7 --out some/where.npz");
  assertEquals([other.seed, other.out], [7, "some/where"]);
  for (const channels of ["first", "last"]) {
    assertEquals(optionsOf(`--channels ${channels}`).channels, channels);
  }
});

Deno.test("make-pairs: with --help nothing else is read", () => {
  for (const help of ["--help", "-h"]) {
    assertEquals(makePairsOptions([help]), undefined);
  }
});

Deno.test("make-pairs: the help names all options and transformations", () => {
  for (const name of Object.keys(transformations)) {
    assertEquals(makePairsHelp.includes(name), true, name);
    const line = `faces --transformation ${name} --distribution uniform:0,1`;
    assertEquals(optionsOf("", line).transformation.name, name);
  }
});

const distributions: readonly (readonly [
  text: string,
  support: readonly [number, number],
  modes: readonly number[],
])[] = [
  ["uniform:-0.5,1e-1", [-0.5, 0.1], []],
  ["uniform:-20deg,20deg", [-Math.PI / 9, Math.PI / 9], []],
  ["factor:0.5,2", [-Math.LN2, Math.LN2], []],
  ["modes:0.5:0.1", [0.1, 0.9], [0.5]],
  ["modes:90deg,-90deg:9deg", [-0.7 * Math.PI, 0.7 * Math.PI], [
    -Math.PI / 2,
    Math.PI / 2,
  ]],
];

for (const [text, support, modes] of distributions) {
  Deno.test(`make-pairs --distribution ${text}`, () => {
    const line = `faces --transformation shear --distribution ${text}`;
    const [found] = optionsOf("", line).distribution.parts;
    const pairs = [
      ...support.map((value, i) => [found.support[i], value]),
      ...modes.map((value, i) => [found.modes[i], value]),
    ];
    assertEquals(found.modes.length, modes.length);
    for (const [is, should] of pairs) assertAlmostEquals(is, should, 1e-12);
  });
}

Deno.test("make-pairs --about moves the fixed point", () => {
  const { transformation } = optionsOf(
    "",
    "faces --transformation rotation --about=-0.25,0.5 --distribution uniform:0,1",
  );
  assertEquals(transformation.name, "rotation about (-0.25, 0.5)");
  const [{ field }] = transformation.generators;
  assertEquals(field(-0.25, 0.5).map(Math.abs), [0, 0]);
});

Deno.test("make-pairs takes a distribution per generator of a group", () => {
  for (const { name, generators } of Object.values(transformationGroups)) {
    assertEquals(makePairsHelp.includes(` ${name}: `), true, name);
    const parts = generators.map((_, k) => `uniform:${-k - 1},1`).join("/");
    const words = `faces --transformation ${name} --distribution ${parts}`;
    const { transformation, distribution } = optionsOf("", words);
    assertEquals(transformation, transformationGroups[name as "rigid"]);
    assertEquals(
      distribution.parts.map(({ support }) => support[0]),
      generators.map((_, k) => -k - 1),
    );
    assertEquals(distribution.oneAtATime, false);
    const alone = optionsOf("--one-at-a-time", words);
    assertEquals(alone.distribution.oneAtATime, true);
  }
});

const line = (transformation: string, distribution: string) =>
  `faces --transformation ${transformation} --distribution ${distribution}`;
const names = [transformations, transformationGroups]
  .flatMap((all) => Object.keys(all)).join(", ");
const wrong: readonly (readonly [line: string, says: string])[] = [
  ["--transformation shear", "IMAGES: expected one path, found 0; see --help"],
  [`a ${needed}`, "IMAGES: expected one path, found 2; see --help"],
  [
    `${needed} --channels 3`,
    '--channels: expected one of first, last, found "3"',
  ],
  [
    `${needed} --about -0.2,1`,
    "--about: expected a value, found a word that begins with a dash; join the two by an equals sign, as --about=-1",
  ],
  [`${needed} --what`, "Unknown option '--what'; see --help"],
  [
    "faces --distribution uniform:0,1",
    "--transformation: expected a value, found none; see --help",
  ],
  [
    "faces --transformation shear",
    "--distribution: expected a value, found none; see --help",
  ],
  [
    line("rigid", "uniform:0,1"),
    "--distribution: expected 3 for rigid (rotation, translationX, translationY), with / between, found 1",
  ],
  [
    `${line("rotationAndScaling", "uniform:0,1/uniform:0,1")} --about=0,1`,
    "--about: expected a transformation of one generator, found rotationAndScaling",
  ],
  [
    line("turn", "uniform:0,1"),
    `--transformation: expected one of ${names}, found "turn"`,
  ],
  [
    line("shear", "normal:0,1"),
    '--distribution: expected one of uniform, factor, modes, found "normal"',
  ],
  [
    line("shear", "__proto__:0,1"),
    '--distribution: expected one of uniform, factor, modes, found "__proto__"',
  ],
  [
    line("shear", "uniform"),
    '--distribution: expected uniform:LOW,HIGH, found "uniform"',
  ],
  [
    line("shear", "uniform:1"),
    '--distribution: expected uniform:LOW,HIGH, found "uniform:1"',
  ],
  [
    line("shear", "modes:1,2"),
    '--distribution: expected modes:MEAN,MEAN,...:SD, found "modes:1,2"',
  ],
  [
    line("shear", "modes:1,2:3,4"),
    '--distribution: expected modes:MEAN,MEAN,...:SD, found "modes:1,2:3,4"',
  ],
  [
    line("shear", "uniform:0,1.2.3"),
    '--distribution: expected numbers, found "1.2.3"',
  ],
  [line("shear", "uniform:0,"), '--distribution: expected numbers, found ""'],
  [
    line("shear", "uniform:0,1rad"),
    '--distribution: expected numbers, found "1rad"',
  ],
  [
    line("shear", "uniform:2,1"),
    "--distribution: uniform: expected finite bounds low < high, found 2 and 1",
  ],
  [
    line("shear", "factor:-1,1"),
    "--distribution: logOfUniform: expected factors above 0, found -1",
  ],
  [
    line("shear", "modes:1:0"),
    "--distribution: normalModes: expected a standard deviation above 0, found 0",
  ],
  [`${needed} --about 1`, '--about: expected two numbers X,Y, found "1"'],
  [`${needed} --about 1,2deg`, '--about: expected numbers, found "2deg"'],
  [
    `${needed} --seed -1`,
    "--seed: expected a value, found a word that begins with a dash; join the two by an equals sign, as --seed=-1",
  ],
  [
    `${needed} --seed 1.5`,
    '--seed: expected an integer from 0 to 4294967295, found "1.5"',
  ],
  [
    `${needed} --out pairs`,
    '--out: expected a name that ends in .npz, found "pairs"',
  ],
  [
    `${needed} --out some/.npz`,
    '--out: expected a name that ends in .npz, found "some/.npz"',
  ],
];

for (const [args, says] of wrong) {
  Deno.test(`make-pairs ${args}: refused`, () => {
    const { message } = assertThrows(() => optionsOf("", args), UserError);
    assertEquals(message, says);
  });
}
