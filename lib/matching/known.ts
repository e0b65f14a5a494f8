import type { Surroundings } from "../datasets/types.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { edgeCells, nearestInside, type Region } from "./region.ts";
import { DEVIATION_PER_MEDIAN } from "./noise_level.ts";
import { valueAtRank } from "./value_at_rank.ts";

/**
 * A mask of the cells where the content of an image is known, `side^2` values: 1 on a
 * known cell, 0 where a scene, or an object that the edge cuts, continues unseen. A cell
 * outside the image is known if and only if the nearest cell inside is.
 */
export type Known = Float32Array;

/**
 * Least difference of a cut edge cell from the background, as a share of the largest
 * difference.
 */
const LEAST_DIFFERENCE = 0.05;

/**
 * Least difference of a cut edge cell, in standard deviations of the noise on all edges.
 */
const DEVIATIONS = 4;

/** The largest number of images whose edges are used. */
const SAMPLED_IMAGES = 5000;

/**
 * Computes the threshold of the difference from the background above which an edge cell
 * shows an object that the edge cuts. The noise is estimated from the median of all edge
 * cells, most of which show background.
 *
 * @param stacks `count * side^2` values each, background 0.
 */
export function* cutThreshold(
  stacks: readonly Float32Array[],
  side: number,
  region: Region,
): Pausable<number> {
  const edge = edgeCells(side, region);
  const parts = stacks.map((stack) => {
    const images = stack.length / side ** 2;
    const every = Math.ceil(images / SAMPLED_IMAGES);
    return { stack, every, count: Math.ceil(images / every) };
  });
  const sampled = parts.reduce((sum, { count }) => sum + count, 0);
  const magnitudes = new Float64Array(sampled * edge.length);
  let at = 0;
  for (const { stack, every, count } of parts) {
    yield* pausingLoop(count, edge.length, (i) => {
      const start = i * every * side * side;
      for (const cell of edge) magnitudes[at++] = Math.abs(stack[start + cell]);
    });
  }
  const middle = yield* valueAtRank(magnitudes, magnitudes.length >> 1);
  return Math.max(LEAST_DIFFERENCE, DEVIATIONS * DEVIATION_PER_MEDIAN * middle);
}

/**
 * Computes the known cells of one image.
 *
 * @param image `side^2` values, background 0.
 * @param threshold From {@linkcode cutThreshold}.
 * @param edge From {@linkcode edgeCells}.
 * @returns Undefined if all cells are known.
 */
export function knownCells(
  image: Float32Array,
  side: number,
  region: Region,
  surroundings: Surroundings,
  threshold: number,
  edge = edgeCells(side, region),
): Known | undefined {
  const cut = edge.filter((cell) =>
    surroundings === "unknown" || Math.abs(image[cell]) > threshold
  );
  if (cut.length === 0) return undefined;
  const known = new Float32Array(side * side).fill(1);
  for (const cell of cut) known[cell] = 0;
  for (let cell = 0; cell < known.length; cell++) {
    known[cell] = known[nearestInside(cell, side, region)];
  }
  return known;
}

/** Computes the known cells of an image if some cells are hidden in all images. */
export function knownBeside(
  hidden: Uint8Array,
  known: Known | undefined,
): Known {
  return Float32Array.from(
    hidden,
    (is, cell) => is ? 0 : known === undefined ? 1 : known[cell],
  );
}

/**
 * Interpolates a mask at (x, y), in cells: bilinearly between the cells; beyond the
 * frame the value of the nearest place in it.
 */
export function knownAt(
  known: Known,
  side: number,
  x: number,
  y: number,
): number {
  const u = Math.min(Math.max(x, 0), side - 1);
  const v = Math.min(Math.max(y, 0), side - 1);
  const left = Math.min(Math.floor(u), side - 2);
  const top = Math.min(Math.floor(v), side - 2);
  const a = u - left, b = v - top;
  const at = top * side + left;
  return (1 - b) * ((1 - a) * known[at] + a * known[at + 1]) +
    b * ((1 - a) * known[at + side] + a * known[at + side + 1]);
}
