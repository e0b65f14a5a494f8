import type { Basis } from "../lie/basis.ts";
import { largestMagnitude } from "../lie/coefficients.ts";
import { type Kernel, kernels } from "../images/kernels.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { sumOf } from "./explained.ts";
import { evenly, type Frames, numbersTo, someFrames } from "./frames.ts";
import { refineT } from "./match_t.ts";
import { movable, type MovablePairs, orbitsOf } from "./movable.ts";

/**
 * The largest number of pairs that are compared, on frames of up to 32 cells per side.
 * On larger frames it is the number with as many cells.
 */
export const COMPARED = 300;
const COMPARED_CELLS = COMPARED * 32 ** 2;

/**
 * Another kernel is chosen only if it leaves at most this share of the spline's error.
 */
const CLEARLY_BETTER = 0.7;

/**
 * Finds the kernel that xt was interpolated with, if a program made the pairs and the
 * errors identify the kernel; else the cubic spline.
 *
 * The kernel that made the pairs leaves almost no error. Any other kernel leaves its
 * difference from it: for digits that were shifted bilinearly, matching by the spline
 * gives a generator that is 0.24 degrees off.
 *
 * @param alpha Coefficients of a generator near the answer.
 * @param t One t per pair, near the answer.
 * @param among Numbers of the pairs that are compared, by default all.
 */
export function* chooseKernel(
  frames: Frames,
  basis: Basis,
  alpha: ArrayLike<number>,
  t: ArrayLike<number>,
  among: readonly number[] = numbersTo(frames.count),
): Pausable<Kernel> {
  const most = Math.ceil(COMPARED_CELLS / frames.side ** 2);
  const chosen = evenly(among.length, Math.min(most, COMPARED))
    .map((i) => among[i]);
  const some = yield* someFrames(frames, chosen);
  const start = chosen.map((i) => t[i]);
  const largest = Math.max(1.1 * largestMagnitude(start), 1e-6);
  const errors = new Map<Kernel, number>();
  const table = yield* orbitsOf(frames, basis, alpha, largest, false);
  for (const kernel of Object.values(kernels)) {
    const images = yield* movable(some, { kernel });
    const found = yield* refineT(
      images,
      table,
      [...chosen.keys()],
      start,
      largest / 16,
    );
    errors.set(kernel, sumOf(found.errors));
  }
  return betterThanSpline(errors);
}

/**
 * Returns the kernel with the least error if that is clearly less than the spline's,
 * else the cubic spline.
 *
 * @param errors One per kernel.
 */
export function betterThanSpline(errors: ReadonlyMap<Kernel, number>): Kernel {
  const spline = kernels["cubic-spline"];
  const best = [...errors].reduce((a, b) => b[1] < a[1] ? b : a);
  return best[1] < CLEARLY_BETTER * errors.get(spline)! ? best[0] : spline;
}

/**
 * Prepares pairs so that x0 is read by the kernel that made xt, if one is found.
 *
 * @param spline The same pairs, x0 read by the cubic spline.
 * @param t One t per pair, near the answer.
 * @param among As in `chooseKernel`.
 */
export function* byBestKernel(
  spline: MovablePairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  t: ArrayLike<number>,
  among?: readonly number[],
): Pausable<MovablePairs> {
  const kernel = yield* chooseKernel(spline, basis, alpha, t, among);
  if (kernel === spline.kernel) return spline;
  const { threshold } = spline;
  return yield* movable(spline, { kernel, threshold });
}
