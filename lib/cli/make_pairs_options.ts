import type { ChannelsAxis } from "../datasets/image_axes.ts";
import { PICTURE_FORMATS } from "../datasets/picture.ts";
import {
  groupOfOne,
  type TransformationGroup,
  transformationGroups,
} from "../flow/transformation_groups.ts";
import { aboutPoint, transformations } from "../flow/transformations.ts";
import {
  type Distribution,
  logOfUniform,
  normalModes,
  uniform,
} from "../random/distributions.ts";
import {
  independent,
  type JointDistribution,
  oneAtATime,
} from "../random/joint_distributions.ts";
import { oneOf, UserError } from "../runtime/errors.ts";
import { channelsOption } from "./channels_option.ts";
import { integerOption, parseWords, textOption } from "./arguments.ts";

/** Options of `deno task make-pairs`. */
export interface MakePairsOptions {
  readonly images: string;
  /** The transformation, which has one generator or several. */
  readonly transformation: TransformationGroup;
  /** Joint distribution of the parameters, one per generator. */
  readonly distribution: JointDistribution;
  readonly seed: number;
  /** The axis of the array that holds the channels, if given. */
  readonly channels: ChannelsAxis | undefined;
  /** Path of the output without its extension. */
  readonly out: string;
}

/** All named transformations, of one generator or of several. */
const groups: Readonly<Record<string, TransformationGroup>> = {
  ...Object.fromEntries(
    Object.entries(transformations)
      .map(([name, transformation]) => [name, groupOfOne(transformation)]),
  ),
  ...transformationGroups,
};

const names = Object.keys(groups);

/** Generators' names per line of the help text. */
const NAMES_PER_LINE = 3;

/**
 * Lines such as "rigid: rotation, translationX, translationY", broken after three
 * names.
 */
const groupLines = Object.values(transformationGroups).map((
  { name, generators },
) => {
  const words = generators.map(({ name }, i) =>
    i > 0 && i % NAMES_PER_LINE === 0 ? `\n${" ".repeat(27)}${name}` : name
  );
  const text = words.join(", ").replaceAll(", \n", ",\n");
  return `${" ".repeat(25)}${name}: ${text}`;
}).join("\n");

const oneParameter = Object.keys(transformations);

export const makePairsHelp =
  `Usage: deno task make-pairs IMAGES --transformation NAME --distribution D [options]

Makes pairs (x0, xt) with a known t from your own images. With them you can test
deno task detect before you use it on pairs of unknown transformation. Every image
is an x0; its xt is the image moved by a t that is drawn from the distribution.

  IMAGES                 a NumPy .npz archive with an array "images"; a .npy
                         file; an idx file; or a folder of picture files
                         (${PICTURE_FORMATS}), of which
                         photographs of up to 64 megapixels are scaled down to
                         512 pixels on the longer side. Arrays are (N, H, W),
                         (N, H, W, C) or (N, C, H, W)
  --channels AXIS        first for (N, C, H, W), last for (N, H, W, C); needed
                         only if the shape is ambiguous, such as (N, 12, H, W)
  --transformation NAME  ${oneParameter.slice(0, 4).join(", ")},
                         ${oneParameter.slice(4).join(", ")};
                         or several generators, which move each image together:
${groupLines}
  --about=X,Y            the centre of the transformation, in half-frames from
                         the image's centre, x to the right and y downwards
                         (default 0,0)
  --distribution D       the distribution of t, one of
                         uniform:LOW,HIGH
                         modes:MEAN,MEAN,...:SD  a mixture of normal ones
                         factor:LOW,HIGH  t = log of a uniform factor
                         A number may end with deg: uniform:-20deg,20deg.
                         For several generators, one each, separated by /:
                         uniform:-20deg,20deg/uniform:-0.2,0.2/uniform:-0.2,0.2
  --one-at-a-time        move each image by only one of the generators
  --seed N               the seed of all random numbers (default 0)
  --out FILE             where to write (default pairs.npz); the true t and the
                         transformation go into FILE with .truth.npz for .npz
  --help                 this text`;

/**
 * Reads the command line of `deno task make-pairs`.
 *
 * @returns undefined for `--help`.
 * @throws UserError that names the option, the expected and the found value.
 */
export function makePairsOptions(
  args: readonly string[],
): MakePairsOptions | undefined {
  const { values, words } = parseWords(args, {
    transformation: { type: "string" },
    about: { type: "string" },
    distribution: { type: "string" },
    "one-at-a-time": { type: "boolean" },
    seed: { type: "string" },
    channels: { type: "string" },
    out: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help === true) return undefined;
  if (words.length !== 1) {
    throw new UserError(
      `IMAGES: expected one path, found ${words.length}; see --help`,
    );
  }
  const needed = (name: string): string => {
    const text = textOption(values, name);
    if (text !== undefined) return text;
    throw new UserError(`--${name}: expected a value, found none; see --help`);
  };
  const name = oneOf("--transformation", names, needed("transformation"));
  const centre = textOption(values, "about");
  const transformation = centre === undefined
    ? groups[name]
    : aboutCentre(groups[name], centre);
  const out = textOption(values, "out") ?? "pairs.npz";
  if (!/[^/]\.npz$/.test(out)) {
    throw new UserError(
      `--out: expected a name that ends in .npz, found ${JSON.stringify(out)}`,
    );
  }
  return {
    images: words[0],
    channels: channelsOption(values),
    transformation,
    distribution: jointDistribution(
      needed("distribution"),
      transformation,
      values["one-at-a-time"] === true,
    ),
    seed: integerOption(values, "seed", 0, 0),
    out: out.replace(/\.npz$/, ""),
  };
}

/**
 * Moves the fixed point of a transformation.
 *
 * @throws UserError if it has several generators.
 */
function aboutCentre(
  { name, generators }: TransformationGroup,
  centre: string,
): TransformationGroup {
  if (generators.length === 1) {
    return groupOfOne(aboutPoint(generators[0], ...pointOf(centre)));
  }
  throw new UserError(
    `--about: expected a transformation of one generator, found ${name}`,
  );
}

/** Parses one distribution per generator, separated by slashes. */
function jointDistribution(
  text: string,
  { name, generators }: TransformationGroup,
  alone: boolean,
): JointDistribution {
  const parts = text.split("/");
  if (parts.length !== generators.length) {
    throw new UserError(
      `--distribution: expected ${generators.length} for ${name} (${
        generators.map(({ name }) => name).join(", ")
      }), with / between, found ${parts.length}`,
    );
  }
  return (alone ? oneAtATime : independent)(parts.map(distributionOf));
}

function pointOf(text: string): [number, number] {
  const numbers = numbersOf("--about", text);
  if (numbers.length === 2) return [numbers[0], numbers[1]];
  throw new UserError(
    `--about: expected two numbers X,Y, found ${JSON.stringify(text)}`,
  );
}

/**
 * Makes a distribution of the numbers in the first list and the single number after it.
 */
type Maker = (list: readonly number[], last: number) => Distribution;

const makers: Readonly<Record<string, { parts: 1 | 2; make: Maker }>> = {
  uniform: { parts: 1, make: ([low, high]) => uniform(low, high) },
  factor: { parts: 1, make: ([low, high]) => logOfUniform(low, high) },
  modes: { parts: 2, make: (means, sd) => normalModes(means, sd) },
};

/** Suffix of an angle in degrees. */
const DEGREES = "deg";

function distributionOf(text: string): Distribution {
  const option = "--distribution";
  const [kind, ...rest] = text.split(":");
  const { parts, make } = makers[oneOf(option, Object.keys(makers), kind)];
  const lists = rest.map((list) => numbersOf(option, list, DEGREES));
  const right = rest.length === parts &&
    (parts === 2 ? lists[1].length === 1 : lists[0].length === 2);
  if (!right) {
    throw new UserError(
      `${option}: expected ${kind}:${
        parts === 2 ? "MEAN,MEAN,...:SD" : "LOW,HIGH"
      }, found ${JSON.stringify(text)}`,
    );
  }
  try {
    return make(lists[0], lists[1]?.[0]);
  } catch (error) {
    throw new UserError(`${option}: ${(error as Error).message}`);
  }
}

function numbersOf(option: string, list: string, unit = ""): number[] {
  return list.split(",").map((part) => {
    const text = part.trim();
    const inUnit = unit !== "" && text.endsWith(unit);
    const number = inUnit ? text.slice(0, -unit.length) : text;
    const value = /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(number)
      ? Number(number) * (inUnit ? Math.PI / 180 : 1)
      : NaN;
    if (Number.isFinite(value)) return value;
    throw new UserError(
      `${option}: expected numbers, found ${JSON.stringify(part)}`,
    );
  });
}
