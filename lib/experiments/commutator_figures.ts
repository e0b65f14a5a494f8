import type { Picture } from "../detection/use.ts";
import type { Figure } from "../figures/figure.ts";
import { pairRowsFigure } from "../figures/images/pair_rows.ts";
import { powerLawsFigure } from "../figures/study/power_laws.ts";
import { bracketTransformation, commutatorPath } from "../flow/commutator.ts";
import { inSequence, type Step } from "../flow/sequence.ts";
import type { Transformation } from "../flow/transformations.ts";
import { warp } from "../images/warp.ts";
import { norm } from "../lie/basis.ts";

/** Moves an image by some steps, with one interpolation in all. */
function after(steps: readonly Step[], picture: Picture): Float32Array {
  const { pixels, height, width, channels } = picture;
  const image = Float32Array.from(pixels);
  return warp(image, height, width, channels, inSequence(steps), 1);
}

const difference = (a: Float32Array, b: Float32Array): Float32Array =>
  a.map((value, i) => value - b[i]);

/** Describes a step, for example "rotation by 0.6 radians". */
const inWords = ({ transformation: { name, unit }, t }: Step): string =>
  `${name} by ${t} ${unit}`;

/**
 * Draws images moved by two steps in both orders, one image per column, and the
 * difference.
 *
 * @param pictures At least one, all of one size, values 0 to 1.
 */
export function bothOrdersFigure(
  pictures: readonly Picture[],
  a: Step,
  b: Step,
): Figure {
  const [{ height, width, channels }] = pictures;
  const [one, other] = [[a, b], [b, a]].map((steps) =>
    pictures.map((picture) => after(steps, picture))
  );
  const label = (first: Step, second: Step) =>
    `${first.transformation.name}, then ${second.transformation.name}`;
  return pairRowsFigure({
    height,
    width,
    channels,
    rows: [
      { label: "image", images: pictures.map(({ pixels }) => pixels) },
      { label: label(a, b), images: one },
      { label: label(b, a), images: other },
      {
        label: "difference",
        images: one.map((image, i) => difference(image, other[i])),
        scale: "residual",
      },
    ],
    scaleTitle: "difference",
    caption: `Images moved by ${inWords(a)} and ${
      inWords(b)
    } in both orders, an image per column, and the second row minus the third.`,
  });
}

/**
 * Draws an image along the commutator path of two flows, one step per row and one step
 * size s = t per column; below it the image moved by exp(s t [A, B]), and the
 * difference.
 *
 * @param picture Values 0 to 1.
 * @param sizes The step sizes s = t, in the unit of each transformation.
 */
export function commutatorFigure(
  picture: Picture,
  a: Transformation,
  b: Transformation,
  sizes: readonly number[],
): Figure {
  const { pixels, height, width, channels } = picture;
  const made = sizes.map((size) => alongPath(picture, a, b, size));
  const stepLabels = [
    `${b.name} by −t`,
    `${a.name} by −s`,
    `${b.name} by t`,
    `${a.name} by s`,
  ];
  return pairRowsFigure({
    height,
    width,
    channels,
    rows: [
      { label: "image", images: sizes.map(() => pixels) },
      ...stepLabels.map((label, k) => ({
        label,
        images: made.map(({ steps }) => steps[k]),
      })),
      { label: "exp(st[A, B])", images: made.map(({ bracket }) => bracket) },
      {
        label: "difference",
        images: made.map(({ steps, bracket }) => difference(steps[3], bracket)),
        scale: "residual",
      },
    ],
    columnLabels: sizes.map(String),
    columnTitle: `s = t (${a.unit}, ${b.unit})`,
    scaleTitle: "difference",
    caption:
      `An image after each step of the path exp(-sA) exp(-tB) exp(sA) exp(tB), where A is the generator of ${a.name} and B that of ${b.name}, and the image moved by exp(st[A, B]). The last row is the end of the path minus that. One column per s = t.`,
  });
}

/** The image after each step of the path, and moved by exp(s t [A, B]). */
function alongPath(
  picture: Picture,
  a: Transformation,
  b: Transformation,
  size: number,
) {
  const path = commutatorPath(a, b, size, size);
  return {
    steps: path.map((_, k) => after(path.slice(0, k + 1), picture)),
    // exp(-tG) moves content by t.
    bracket: bracketMoved(picture, a, b, -size * size),
  };
}

function bracketMoved(
  { pixels, height, width, channels }: Picture,
  a: Transformation,
  b: Transformation,
  t: number,
): Float32Array {
  const { flow } = bracketTransformation(a, b);
  return warp(Float32Array.from(pixels), height, width, channels, flow, t);
}

/** Norms of the differences at one step size, divided by the image's norm. */
export interface CommutatorSize {
  /** The step size s = t. */
  readonly size: number;
  /** Difference between the end of the commutator path and the image. */
  readonly fromImage: number;
  /**
   * Difference between the end of the commutator path and exp(s t [A, B]) of the image.
   */
  readonly fromBracket: number;
}

/** Compares the end of the commutator path with the image, and with the bracket's flow. */
export function commutatorSizes(
  picture: Picture,
  a: Transformation,
  b: Transformation,
  sizes: readonly number[],
): CommutatorSize[] {
  const image = Float32Array.from(picture.pixels);
  return sizes.map((size) => {
    const { steps: [, , , end], bracket } = alongPath(picture, a, b, size);
    return {
      size,
      fromImage: norm(difference(end, image)) / norm(image),
      fromBracket: norm(difference(end, bracket)) / norm(image),
    };
  });
}

/** Draws {@linkcode commutatorSizes} on logarithmic axes, with fitted power laws. */
export function commutatorSizesFigure(
  picture: Picture,
  a: Transformation,
  b: Transformation,
  sizes: readonly number[],
): Figure {
  const measured = commutatorSizes(picture, a, b, sizes);
  const line = (label: string, key: "fromImage" | "fromBracket") => ({
    label,
    points: measured.map((one) => ({ x: one.size, y: one[key] })),
  });
  return powerLawsFigure({
    caption:
      `Difference between the end of the path exp(-sA) exp(-tB) exp(sA) exp(tB) and its start, the image, and between that end and exp(st[A, B]) of the image, as a function of s = t: the norm of the difference divided by that of the image. The dashed lines are fitted power laws. A is the generator of ${a.name}, B that of ${b.name}.`,
    xLabel: "s = t",
    yLabel: "difference / image",
    lines: [
      line("path and image", "fromImage"),
      line("path and exp(st[A, B])", "fromBracket"),
    ],
  });
}
