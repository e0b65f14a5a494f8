import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { firstOrder } from "./first_order.ts";
import type { MovablePairs } from "./movable.ts";
import { register, type Registered } from "./registration.ts";

/** Standard deviations of the blurs, in cells of a frame of 28 cells per side. */
const BLURS = [1, 2, 4];

/** Number of rounds of the short fit. */
const ROUNDS = 8;

/**
 * A generator that was fitted to first order, and the result of a short fit from there.
 */
export interface FirstOrderFit {
  /** Coefficients of norm 1 before the short fit. */
  readonly alpha: Float64Array;
  /** The generator and the t after the fit. */
  readonly fitted: Registered;
}

/**
 * Fits a generator by the first term of the series, then along the exact flow, once for
 * each of a few blurs.
 *
 * @param chosen Numbers of pairs.
 * @param seed Seed of the random starts.
 */
export function* firstOrderFit(
  images: MovablePairs,
  basis: Basis,
  chosen: ArrayLike<number>,
  seed: number,
): Pausable<FirstOrderFit[]> {
  const tried: FirstOrderFit[] = [];
  for (const cells of BLURS) {
    const sd = cells * images.side / 28;
    const { alpha, t } = yield* firstOrder(images, basis, chosen, sd, seed);
    const fitted = yield* register(images, basis, chosen, alpha, t, ROUNDS);
    tried.push({ alpha, fitted });
  }
  return tried;
}

/** The fit with the smallest error. */
export const bestFit = <Fit extends Pick<FirstOrderFit, "fitted">>(
  fits: readonly Fit[],
): Fit => fits.reduce((a, b) => b.fitted.error < a.fitted.error ? b : a);
