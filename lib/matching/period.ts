import type { Basis } from "../lie/basis.ts";
import { jetOf } from "../lie/monomials.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { sumOf } from "./explained.ts";
import { type Frames, numbersTo, someFrames } from "./frames.ts";
import { movable, orbitsOf } from "./movable.ts";
import { linearise } from "./residuals.ts";

/**
 * Number of Newton steps for the field's fixed point, and its largest distance from the
 * middle, in half-frames.
 */
const STEPS = 20, FARTHEST = 1.5;

/** A linear part has no period if its growth rate is a larger share of its frequency. */
const GROWTH = 0.02;

/** The largest number of images that are moved by a period. */
const IMAGES = 30;

/**
 * The largest difference of an image from itself after a period, as a share of its
 * largest difference along the flow.
 */
const CLOSED = 0.02;

/**
 * Finds the period of a flow, if it has one, from the imaginary eigenvalues of the
 * field's linear part at its fixed point. It is confirmed by moving images by a period,
 * which must not change them.
 *
 * @param alpha Coefficients of norm 1.
 * @returns The least t > 0 at which the flow is the identity, or undefined.
 */
export function* periodOf(
  frames: Frames,
  basis: Basis,
  alpha: ArrayLike<number>,
): Pausable<number | undefined> {
  const period = linearPeriod(basis, alpha);
  if (period === undefined) return undefined;
  const count = Math.min(IMAGES, frames.count);
  const chosen = numbersTo(count);
  const { x0, ...some } = yield* someFrames(frames, chosen);
  const images = yield* movable({ ...some, x0, xt: x0 });
  const table = yield* orbitsOf(images, basis, alpha, period, false);
  const middle = (table.nodes - 1) / 2;
  const sums: number[] = [];
  for (let k = 0; k < middle; k++) {
    const t = new Float64Array(count).fill((k + 1) * table.spacing);
    const { errors } = yield* linearise(images, table, t, chosen);
    sums.push(sumOf(errors));
  }
  return sums[middle - 1] <= CLOSED * Math.max(...sums) ? period : undefined;
}

/**
 * Computes the period of a field's linear part at its fixed point, 2 pi over the
 * frequency; undefined if the linear part is not a rotation, or the fixed point is far
 * from the frame.
 */
export function linearPeriod(
  basis: Basis,
  alpha: ArrayLike<number>,
): number | undefined {
  const { field, evaluate } = jetOf(basis, alpha);
  let [x, y] = [0, 0];
  for (let step = 0; step < STEPS; step++) {
    evaluate(x, y);
    const [gx, gy, xx, xy, yx, yy] = field;
    const determinant = xx * yy - xy * yx;
    if (Math.abs(determinant) < 1e-9) return undefined;
    x -= (yy * gx - xy * gy) / determinant;
    y -= (xx * gy - yx * gx) / determinant;
    if (!(Math.hypot(x, y) <= FARTHEST)) return undefined;
  }
  evaluate(x, y);
  const [, , xx, xy, yx, yy] = field;
  const growth = (xx + yy) / 2;
  const squared = xx * yy - xy * yx - growth ** 2;
  const frequency = Math.sqrt(Math.max(squared, 0));
  if (!(frequency > 0) || Math.abs(growth) > GROWTH * frequency) {
    return undefined;
  }
  return 2 * Math.PI / frequency;
}
