import type { Pausable } from "../runtime/pausable.ts";
import { pausingBlocks, pausingLoop } from "../runtime/pausing_loop.ts";
import type { MovedTargets } from "./moved_targets.ts";

/** The compared cells of all matches, one row per cell, in the order of the pairs. */
export interface LayerRows {
  /** The images that are moved, `side^2` values per pair. */
  readonly from: Float32Array;
  /** The first row of every pair, and the number of all rows. */
  readonly first: Uint32Array;
  /** The number of the compared cell, per row. */
  readonly cell: Uint32Array;
  /**
   * The upper left one of the four cells that its content comes from, and the weights of
   * the four cells, row by row; a weight is 0 beyond the frame.
   */
  readonly base: Uint32Array;
  readonly corners: Float32Array;
  /** The moved value, and xt less the moved value. */
  readonly moved: Float32Array;
  readonly residual: Float32Array;
  /** The weight of the pair. */
  readonly weight: Float32Array;
}

/** A cell is left out if less than this share of its content is known. */
const LEAST_KNOWN = 0.99;

/** @param weights One weight per pair. */
export function* layerRows(
  { side, count, from, target, moved, share, x, y }: MovedTargets,
  weights: Float64Array,
): Pausable<LayerRows> {
  const cells = side * side;
  const chosen: number[] = [];
  const first = new Uint32Array(count + 1);
  yield* pausingLoop(count, cells, (pair) => {
    for (let at = pair * cells; at < (pair + 1) * cells; at++) {
      if (share[at] >= LEAST_KNOWN) chosen.push(at);
    }
    first[pair + 1] = chosen.length;
  });
  const corners = new Float32Array(4 * chosen.length);
  const inFrame = (place: number) =>
    Math.min(Math.max(Math.floor(place), 0), side - 2);
  const nearness = (place: number, cell: number) =>
    Math.max(0, 1 - Math.abs(place - cell));
  const base = new Uint32Array(chosen.length);
  yield* pausingLoop(chosen.length, 1, (row) => {
    const at = chosen[row];
    const left = inFrame(x[at]), top = inFrame(y[at]);
    for (let k = 0; k < 4; k++) {
      corners[4 * row + k] = nearness(x[at], left + (k & 1)) *
        nearness(y[at], top + (k >> 1));
    }
    base[row] = top * side + left;
  });
  const rows = function* (value: (at: number) => number) {
    const out = new Float32Array(chosen.length);
    yield* pausingBlocks(chosen.length, (first, end) => {
      for (let i = first; i < end; i++) out[i] = value(chosen[i]);
    });
    return out;
  };
  return {
    from,
    first,
    cell: Uint32Array.from(chosen, (at) => at % cells),
    base,
    corners,
    moved: yield* rows((at) => moved[at]),
    residual: yield* rows((at) => target[at] - moved[at]),
    weight: yield* rows((at) => weights[Math.floor(at / cells)]),
  };
}
