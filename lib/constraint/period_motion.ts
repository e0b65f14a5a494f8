import { antisymmetricPlanes } from "../lie/antisymmetric_planes.ts";
import type { Basis } from "../lie/basis.ts";
import { combine, generatorStack } from "../lie/generator.ts";

/** An exactly periodic motion of images: the planes that it turns, and their frequencies. */
export interface PeriodicMotion {
  /** Number of cells of an image. */
  readonly cells: number;
  readonly period: number;
  /** Number of whole turns per period of each plane, descending, at least 1. */
  readonly turns: Int32Array;
  /** `planes x cells`: orthonormal rows; u and w span each plane. */
  readonly u: Float64Array;
  readonly w: Float64Array;
}

/**
 * Makes the motion along a periodic field exactly periodic on a grid. Its generator K is
 * the antisymmetric part of the plain generator, with every frequency rounded to the
 * nearest multiple of 2 pi / period. Beyond the frame the image is continued
 * periodically.
 *
 * S(t) = exp(-tK) is orthogonal, S(s) S(t) = S(s + t), and S(period) = 1, up to rounding
 * errors.
 *
 * @param alpha Unit coefficients.
 * @param side Cells per side of an image.
 */
export function periodicMotion(
  basis: Basis,
  alpha: ArrayLike<number>,
  side: number,
  period: number,
): PeriodicMotion {
  const cells = side * side;
  const plain = combine(generatorStack(basis, side), alpha);
  const { frequencies, u, w } = antisymmetricPlanes(plain, cells);
  const turns = Int32Array.from(
    frequencies,
    (frequency) => Math.round(frequency * period / (2 * Math.PI)),
  );
  const moving = turns.findLastIndex((turn) => turn > 0) + 1;
  return {
    cells,
    period,
    turns: turns.subarray(0, moving),
    u: u.subarray(0, moving * cells),
    w: w.subarray(0, moving * cells),
  };
}

/**
 * Computes the matrices S(t) of an exactly periodic motion:
 * cos(omega t) (u u^T + w w^T) + sin(omega t) (w u^T - u w^T) on each plane, and the
 * identity on their orthogonal complement.
 *
 * @param times The t, finite.
 * @returns `times x cells x cells`, row-major: S(t) times a column vector moves it.
 */
export function periodMotions(
  motion: PeriodicMotion,
  times: readonly number[],
): Float64Array {
  const { cells } = motion;
  const motions = new Float64Array(times.length * cells ** 2);
  times.forEach((_, k) => {
    for (let i = 0; i < cells; i++) motions[(k * cells + i) * cells + i] = 1;
  });
  forEachFrequency(motion, (omega, even, odd) =>
    times.forEach((t, k) => {
      const cosine = Math.cos(omega * t) - 1, sine = Math.sin(omega * t);
      const start = k * cells ** 2;
      for (let i = 0; i < even.length; i++) {
        motions[start + i] += cosine * even[i] + sine * odd[i];
      }
    }));
  return motions;
}

/** Computes the generator K of an exactly periodic motion, `cells x cells`. */
export function periodicGenerator(motion: PeriodicMotion): Float64Array {
  const generator = new Float64Array(motion.cells ** 2);
  forEachFrequency(motion, (omega, _even, odd) => {
    for (let i = 0; i < odd.length; i++) generator[i] -= omega * odd[i];
  });
  return generator;
}

/**
 * Calls `visit` for every frequency, with two sums over its planes: `even` is the sum of
 * u u^T + w w^T, and `odd` that of w u^T - u w^T.
 */
function forEachFrequency(
  { cells, period, turns, u, w }: PeriodicMotion,
  visit: (omega: number, even: Float64Array, odd: Float64Array) => void,
): void {
  const even = new Float64Array(cells ** 2), odd = new Float64Array(cells ** 2);
  for (let first = 0; first < turns.length;) {
    even.fill(0);
    odd.fill(0);
    let plane = first;
    for (; turns[plane] === turns[first]; plane++) {
      const from = plane * cells, to = from + cells;
      addPlane(u.subarray(from, to), w.subarray(from, to), even, odd);
    }
    visit(2 * Math.PI * turns[first] / period, even, odd);
    first = plane;
  }
}

function addPlane(
  u: Float64Array,
  w: Float64Array,
  even: Float64Array,
  odd: Float64Array,
): void {
  const cells = u.length;
  for (let i = 0; i < cells; i++) {
    const ui = u[i], wi = w[i], start = i * cells;
    for (let j = 0; j < cells; j++) {
      even[start + j] += ui * u[j] + wi * w[j];
      odd[start + j] += wi * u[j] - ui * w[j];
    }
  }
}
