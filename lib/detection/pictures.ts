import { emptySources, sourcesOf } from "../flow/orbit_table.ts";
import { sampleAt } from "../images/kernels.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingBlocks } from "../runtime/pausing_loop.ts";
import type { PairPicture, Pictures } from "./detection.ts";
import { numbersTo } from "../matching/frames.ts";
import { BORDER, type MovablePairs, orbitsOf } from "../matching/movable.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** The field and t that move a pair, and the parameters that are shown with it. */
export interface PairMotion {
  /** Coefficients of the field. */
  readonly alpha: Float64Array;
  readonly t: number;
  readonly shown: Pick<PairPicture, "t" | "parameters">;
}

/** Number of pairs that are shown. */
const SHOWN = 6;

/**
 * Draws a found generator and its held-out pairs.
 *
 * @param images The held-out pairs.
 * @param motion Gives the motion of a held-out pair.
 */
export function* picturesOf(
  { side, extent, count, x0, indices, shares }: WorkingPairs,
  images: MovablePairs,
  basis: Basis,
  motion: (pair: number) => PairMotion,
  explained: Float64Array,
): Pausable<Pictures> {
  const cells = side * side;
  const mean = new Float32Array(cells);
  yield* pausingBlocks(x0.length, (first, end) => {
    for (let i = first; i < end; i++) mean[i % cells] += x0[i] / count;
  });
  const worst = numbersTo(images.count)
    .sort((a, b) => explained[a] - explained[b])
    .slice(0, SHOWN);
  const cut = (stack: Float32Array, pair: number) =>
    stack.slice(pair * cells, (pair + 1) * cells);
  const shown: PairPicture[] = [];
  for (const i of worst) {
    shown.push({
      index: indices[shares.held[i]],
      x0: cut(images.x0, i),
      moved: yield* movedImage(images, basis, i, motion(i)),
      xt: cut(images.xt, i),
      ...motion(i).shown,
      explained: explained[i],
    });
  }
  return { side, extent, mean, worst: shown };
}

function* movedImage(
  images: MovablePairs,
  basis: Basis,
  pair: number,
  { alpha, t }: PairMotion,
): Pausable<Float32Array> {
  const { side } = images;
  const table = yield* orbitsOf(
    images,
    basis,
    alpha,
    Math.abs(t) || 1e-6,
    false,
  );
  const sources = emptySources(table.cells);
  sourcesOf(table)(t, sources);
  const sample = { value: 0, dx: 0, dy: 0 };
  return Float32Array.from({ length: table.cells }, (_, cell) => {
    const x = sources.x[cell], y = sources.y[cell];
    const inside = x >= -1 && x <= side && y >= -1 && y <= side;
    if (!inside) return 0;
    sampleAt(images.images[pair].image, x + BORDER, y + BORDER, sample);
    return sample.value;
  });
}
