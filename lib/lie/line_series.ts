import { besselJ } from "./bessel.ts";
import { checkCut } from "./action_plan.ts";

/**
 * A cut series of exp(-tG) in one step of `terms` products with B = unit G,
 * u = sum of c_j(t) p_j. By Taylor p_{j+1} = B p_j; by Chebyshev p_0 = x / 2,
 * p_1 = B p_0, p_{j+1} = B p_j + p_{j-1} (and p_2 = B p_1 + 2 p_0).
 */
export type LineSeries = TaylorSeries | ChebyshevSeries;

interface CutSeries {
  readonly terms: number;
  /** About the norm of G, above 0. */
  readonly radius: number;
}

export interface TaylorSeries extends CutSeries {
  readonly kind: "taylor";
}

export interface ChebyshevSeries extends CutSeries {
  readonly kind: "chebyshev";
  /** The error that was let pass. */
  readonly tolerance: number;
}

/** B over G. */
export function unitOf({ kind, radius }: LineSeries): number {
  return kind === "taylor" ? 1 / radius : 2 / radius;
}

/** The paper's truncated series of eq. (12). */
export function taylorSeries(order: number): TaylorSeries {
  // Any scale will do: it keeps the powers of B within float32.
  return { kind: "taylor", terms: order, radius: 16 };
}

/**
 * Cuts Chebyshev's series of exp(-tG),
 *   J_0(tR) + 2 sum of (-1)^k J_k(tR) phi_k(G / R),
 * with phi_{k+1}(A) = 2 A phi_k(A) + phi_{k-1}(A): Chebyshev's polynomials along
 * the imaginary axis (Tal-Ezer and Kosloff 1984). For a G that is all but
 * antisymmetric, as that of a tapered grid is, it needs half the products of
 * Taylor's and no sub-steps. What is left out is at most the sum of 2 |J_k(tR)|
 * over all later k for a spectrum on the imaginary axis, and hardly more near
 * it; far from it the series errs by far more.
 *
 * @param largest The largest |t|, at least 0 and finite.
 * @param bound At least the spectral norm of G; at least 0 and finite.
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
  // Orders above the norm fall off fast: nothing is left behind the last.
  const bessel = besselJ(Math.ceil(norm + 12 * Math.cbrt(norm)) + 20, norm);
  let remainder = 0;
  let terms = bessel.length - 1;
  while (terms > 1 && remainder + 2 * Math.abs(bessel[terms]) <= tolerance) {
    remainder += 2 * Math.abs(bessel[terms]);
    terms--;
  }
  // A generator of zeros needs no scale.
  const radius = bound === 0 ? 1 : bound;
  return { kind: "chebyshev", terms, radius, tolerance };
}

/**
 * A series as far as a smaller |t| needs it: Chebyshev's with fewer terms, for
 * the same error. How many of Taylor's there are was given.
 */
export function cutFor(series: LineSeries, largest: number): LineSeries {
  if (series.kind === "taylor") return series;
  const cut = chebyshevSeries(largest, series.radius, series.tolerance);
  return cut.terms < series.terms ? cut : series;
}

/** c_j(t) and its derivative, j = 0..terms. */
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

/** (-tR)^j / j!. */
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

/** Below this a coefficient is nothing, and would make denormal numbers. */
const NEGLIGIBLE = 1e-20;

/** 2 (-1)^k J_k(tR); J_0' = -J_1, J_k' = (J_{k-1} - J_{k+1}) / 2. */
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
