import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { firstOrder } from "./first_order.ts";
import type { MovablePairs } from "./movable.ts";
import { register, type Registered } from "./registration.ts";

/** Blurs, in cells of a frame of 28. */
const BLURS = [1, 2, 4];

/** Rounds of the short fit. */
const ROUNDS = 8;

/** A generator by first derivatives, and what a short fit makes of it. */
export interface FirstOrderFit {
  /** Unit coefficients before the fit. */
  readonly alpha: Float64Array;
  /** The generator and the t after the fit. */
  readonly fitted: Registered;
}

/**
 * Fits a generator by the first term of the series and then along the exact flow,
 * once through each of a few blurs.
 *
 * @param chosen Numbers of pairs.
 * @param seed Of the random starts.
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
