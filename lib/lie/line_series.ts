import { besselJ } from "./bessel.ts";
import { checkCut } from "./action_plan.ts";

/**
 * A truncated series of exp(-tG) that takes `terms` products with B = unit G,
 * u = sum of c_j(t) p_j. By Taylor p_{j+1} = B p_j; by Chebyshev p_0 = x / 2,
 * p_1 = B p_0, p_{j+1} = B p_j + p_{j-1} (and p_2 = B p_1 + 2 p_0).
 */
export type LineSeries = TaylorSeries | ChebyshevSeries;

interface CutSeries {
  readonly terms: number;
  /** A scale of about the norm of G, above 0. */
  readonly radius: number;
}

export interface TaylorSeries extends CutSeries {
  readonly kind: "taylor";
}

export interface ChebyshevSeries extends CutSeries {
  readonly kind: "chebyshev";
  /** The relative error that the truncation may have. */
  readonly tolerance: number;
}

/** The factor from G to B. */
export function unitOf({ kind, radius }: LineSeries): number {
  return kind === "taylor" ? 1 / radius : 2 / radius;
}

/** The paper's truncated series of eq. (12). */
export function taylorSeries(order: number): TaylorSeries {
  // Any scale of this size keeps the powers of B within the range of float32.
  return { kind: "taylor", terms: order, radius: 16 };
}

/**
 * Truncates Chebyshev's series of exp(-tG),
 *   J_0(tR) + 2 sum of (-1)^k J_k(tR) phi_k(G / R),
 * with phi_{k+1}(A) = 2 A phi_k(A) + phi_{k-1}(A): Chebyshev's polynomials along
 * the imaginary axis (Tal-Ezer and Kosloff 1984). For a nearly antisymmetric G, as on
 * a tapered grid, it needs half the products of Taylor's series and no sub-steps. The
 * truncation error is at most the sum of 2 |J_k(tR)| over the omitted k if the
 * spectrum is on the imaginary axis, and hardly more near it. Far from the axis the
 * error is much larger.
 *
 * @param largest The largest |t|, at least 0 and finite.
 * @param bound An upper bound on the spectral norm of G, at least 0 and finite.
 * @param tolerance Relative error.
 * @throws RangeError for any other number.
 */
export function chebyshevSeries(
  largest: number,
  bound: number,
  tolerance: number,
): ChebyshevSeries {
  const norm = largest * bound;
  checkCut("chebyshevSeries", norm, tolerance);
  // J_k falls off fast for orders k above the norm: all later ones are negligible.
  const bessel = besselJ(Math.ceil(norm + 12 * Math.cbrt(norm)) + 20, norm);
  let remainder = 0;
  let terms = bessel.length - 1;
  while (terms > 1 && remainder + 2 * Math.abs(bessel[terms]) <= tolerance) {
    remainder += 2 * Math.abs(bessel[terms]);
    terms--;
  }
  // The radius of a zero generator is arbitrary.
  const radius = bound === 0 ? 1 : bound;
  return { kind: "chebyshev", terms, radius, tolerance };
}

/**
 * Shortens a series for a smaller |t|: Chebyshev's to fewer terms of equal error.
 * Taylor's keeps its given number of terms.
 */
export function cutFor(series: LineSeries, largest: number): LineSeries {
  if (series.kind === "taylor") return series;
  const cut = chebyshevSeries(largest, series.radius, series.tolerance);
  return cut.terms < series.terms ? cut : series;
}

/** The coefficients c_j(t) and their derivatives in t, j = 0..terms. */
export interface SeriesCoefficients {
  readonly value: Float64Array;
  readonly slope: Float64Array;
}

export function coefficientsAt(
  { kind, terms, radius }: LineSeries,
  t: number,
): SeriesCoefficients {
  return kind === "taylor"
    ? taylorCoefficients(terms, radius, t)
    : chebyshevCoefficients(terms, radius, t);
}

/** Taylor's coefficients (-tR)^j / j!. */
function taylorCoefficients(
  terms: number,
  radius: number,
  t: number,
): SeriesCoefficients {
  const value = new Float64Array(terms + 1).fill(1);
  const slope = new Float64Array(terms + 1);
  for (let j = 1; j <= terms; j++) {
    value[j] = value[j - 1] * -t * radius / j;
    slope[j] = value[j - 1] * -radius;
  }
  return { value, slope };
}

/** Smaller coefficients are set to 0; they would only make denormal numbers. */
const NEGLIGIBLE = 1e-20;

/**
 * Chebyshev's coefficients 2 (-1)^k J_k(tR); J_0' = -J_1,
 * J_k' = (J_{k-1} - J_{k+1}) / 2.
 */
function chebyshevCoefficients(
  terms: number,
  radius: number,
  t: number,
): SeriesCoefficients {
  const bessel = besselJ(terms + 1, t * radius)
    .map((j) => Math.abs(j) < NEGLIGIBLE ? 0 : j);
  const value = new Float64Array(terms + 1);
  const slope = new Float64Array(terms + 1);
  for (let k = 0; k <= terms; k++) {
    const sign = k % 2 === 0 ? 1 : -1;
    const before = k === 0 ? -bessel[1] : bessel[k - 1];
    value[k] = 2 * sign * bessel[k];
    slope[k] = sign * radius * (before - bessel[k + 1]);
  }
  return { value, slope };
}
