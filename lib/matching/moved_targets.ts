import { sampleInside } from "../images/kernels.ts";
import { emptySources, sourcesOf } from "../flow/orbit_table.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import type { Basis } from "../lie/basis.ts";
import { orbitsUpTo } from "./explained.ts";
import { shownCells } from "./frames.ts";
import { knownAt } from "./known.ts";
import { BORDER, type MovablePairs } from "./movable.ts";

/**
 * Every x0 moved by its t, with its xt, on all cells at full resolution;
 * `count * side^2` values each.
 */
export interface MovedTargets {
  readonly side: number;
  readonly count: number;
  /** The images that are moved, and their targets. */
  readonly from: Float32Array;
  readonly target: Float32Array;
  readonly moved: Float32Array;
  /**
   * The share of the moved content that is known, 0 to 1; 0 on cells that are not
   * compared.
   */
  readonly share: Float32Array;
  /** The position that the content comes from, in cells. */
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Moves the x0 of all pairs. */
export function* movedTargets(
  pairs: MovablePairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  t: ArrayLike<number>,
): Pausable<MovedTargets> {
  const { side, count, range, images, x0, xt } = pairs;
  const cells = side * side;
  const table = yield* orbitsUpTo(pairs, basis, alpha, t);
  const sources = emptySources(cells), place = sourcesOf(table);
  const [value, dx, dy] = [0, 1, 2].map(() => new Float32Array(cells));
  const [moved, share, x, y] = Array.from(
    { length: 4 },
    () => new Float32Array(count * cells),
  );
  const shown = shownCells(pairs);
  yield* pausingLoop(count, cells, (i) => {
    const { image, known } = images[i];
    place(t[i], sources, BORDER);
    sampleInside(image, { x: sources.x, y: sources.y, value, dx, dy });
    for (const cell of shown) {
      const at = i * cells + cell;
      const column = sources.x[cell] - BORDER, row = sources.y[cell] - BORDER;
      moved[at] = Math.min(Math.max(value[cell], range.low), range.high);
      share[at] = known === undefined ? 1 : knownAt(known, side, column, row);
      x[at] = column;
      y[at] = row;
    }
  });
  return { side, count, from: x0, target: xt, moved, share, x, y };
}
