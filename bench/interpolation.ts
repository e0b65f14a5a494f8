/**
 * Bias of the found generator by the way in which pairs were made: the same 600 digits
 * are moved by the same t through several interpolations, and registered with x0 read
 * by the cubic spline and by the kernel that the errors choose. Prints the table of
 * docs/interpolation.md.
 *
 *     deno run --allow-read bench/interpolation.ts > bench/interpolation.txt
 */
import { makePairs } from "#lib/datasets/pairs.ts";
import { someImages } from "#lib/datasets/some_images.ts";
import type { ImageSet } from "#lib/datasets/types.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import {
  experimentById,
  trueCoefficients,
} from "#lib/experiments/catalogue.ts";
import { interpolations, type Warp } from "#lib/images/interpolations.ts";
import { kernels } from "#lib/images/kernels.ts";
import { unit } from "#lib/lie/basis.ts";
import { unitScale } from "#lib/lie/gauge.ts";
import { type Frames, framesOf } from "#lib/matching/frames.ts";
import { chooseKernel } from "#lib/matching/kernel_choice.ts";
import { movable, type MovablePairs } from "#lib/matching/movable.ts";
import { register } from "#lib/matching/registration.ts";
import { randomStream } from "#lib/random/streams.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { bandLimited } from "./band_limited.ts";
import { type DocTable, markdownTable } from "./doc_tables.ts";

const EXPERIMENTS = [
  "mnist-translation",
  "mnist-scaling",
  "mnist-special-conformal",
  "mnist-rotation-small",
];

/** Number of digits, and rounds of the registration, which begins at the truth. */
const COUNT = 600, ROUNDS = 8;

/** Width of the frame's edge that one of the ways blackens, cells. */
const EDGE = 6;

interface Making {
  readonly name: string;
  readonly warp: Warp;
  readonly images?: (images: ImageSet) => ImageSet;
}

const MAKINGS: readonly Making[] = [
  { name: "bilinear", warp: interpolations.bilinear },
  {
    name: `bilinear, the outer ${EDGE} cells black`,
    warp: interpolations.bilinear,
    images: withoutEdge,
  },
  { name: "bicubic, cut to 0 to 1", warp: interpolations.bicubic },
  { name: "cubic spline, cut to 0 to 1", warp: interpolations["cubic-spline"] },
  { name: "band-limited, cut to 0 to 1", warp: bandLimited(true) },
  { name: "band-limited, not cut", warp: bandLimited(false) },
];

/** The ways of matching the pairs. */
export const MATCHINGS = [
  "spline, not cut",
  "spline",
  "kernel by the errors",
] as const;

function withoutEdge(images: ImageSet): ImageSet {
  const { height, width } = images;
  const pixels = images.pixels.map((value, i) => {
    const cell = i % (height * width);
    const [row, column] = [Math.floor(cell / width), cell % width];
    const inside = row >= EDGE && row < height - EDGE && column >= EDGE &&
      column < width - EDGE;
    return inside ? value : 0;
  });
  return { ...images, pixels };
}

/** Computes the angle to the true generator, in degrees, by each way of matching. */
async function anglesOf(
  id: string,
  { warp, images = (same) => same }: Making,
): Promise<string[]> {
  const { dataset, transformation, distribution, basis, ...experiment } =
    experimentById(id);
  const all = await dataset.load("train", {});
  const digits = someImages(all, COUNT, randomStream(0, "some images"));
  const { pairs, truth } = makePairs(
    images(digits),
    transformation,
    distribution,
    randomStream(0, "pairs", "train"),
    warp,
  );
  const coefficients = trueCoefficients({
    ...experiment,
    dataset,
    transformation,
    distribution,
    basis,
  })!;
  const alpha = Float64Array.from(unit(coefficients));
  const scale = unitScale(alpha, coefficients);
  const t = truth.t.map((value) => value * scale);
  const chosen = Array.from({ length: COUNT }, (_, i) => i);
  const angle = (moved: MovablePairs) => {
    const found = runAtOnce(register(moved, basis, chosen, alpha, t, ROUNDS));
    return generatorScores(found.alpha, coefficients).angleDegrees.toFixed(3);
  };
  const frames: Frames = runAtOnce(framesOf(pairs))!;
  const spline = runAtOnce(movable(frames));
  const kernel = await runPausable(chooseKernel(frames, basis, alpha, t));
  const name = Object.values(kernels).find((one) => one === kernel)!.name;
  const range = { low: -Infinity, high: Infinity };
  return [
    `${angle({ ...spline, range })}°`,
    `${angle(spline)}°`,
    `${angle(runAtOnce(movable(frames, { kernel })))}° (${name})`,
  ];
}

/** Makes one row of the table. */
export async function interpolationRow(
  id: string,
  name: string,
): Promise<string[]> {
  const making = MAKINGS.find((one) => one.name === name)!;
  return [`\`${id}\``, name, ...await anglesOf(id, making)];
}

/** Makes the table of all experiments and all ways of making pairs. */
export async function interpolationTable(): Promise<DocTable> {
  const rows: string[][] = [];
  for (const id of EXPERIMENTS) {
    for (const { name } of MAKINGS) {
      rows.push(await interpolationRow(id, name));
      console.error(rows.at(-1)!.join(" | "));
    }
  }
  return [["experiment", "pairs made by", ...MATCHINGS], ...rows];
}

if (import.meta.main) console.log(markdownTable(await interpolationTable()));
