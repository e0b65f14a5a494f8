import { chebyshevSeries, coefficientsAt, unitOf } from "./line_series.ts";

/** Relative error of the series. */
const TOLERANCE = 1e-6;

/**
 * Computes exp(-tG) x in double precision, for a generator in tapered split form on an
 * n x n grid. It is the reference on grids too large for a dense exponential. It takes
 * about |t| * bound products of 4 n^3 operations each.
 *
 * @param lines G as line matrices, `2 n^3`.
 * @param bound An upper bound on the spectral norm of G.
 * @param x `n^2`, row-major.
 * @returns `n^2`, a new array.
 */
export function exponentialOfLines(
  lines: Float64Array,
  bound: number,
  t: number,
  x: Float64Array,
): Float64Array {
  const series = chebyshevSeries(Math.abs(t), bound, TOLERANCE);
  const unit = unitOf(series);
  const { value } = coefficientsAt(series, t);
  // p_0 = x / 2, p_1 = B p_0, p_2 = B p_1 + 2 p_0, p_{j+1} = B p_j + p_{j-1}.
  let before = x.map((v) => v / 2);
  let current = applyLines(lines, before).map((v) => unit * v);
  const sum = before.map((v, i) => value[0] * v + value[1] * current[i]);
  for (let j = 2; j <= series.terms; j++) {
    const factor = j === 2 ? 2 : 1;
    const product = applyLines(lines, current);
    const next = product.map((v, i) => unit * v + factor * before[i]);
    for (let i = 0; i < sum.length; i++) sum[i] += value[j] * next[i];
    [before, current] = [current, next];
  }
  return sum;
}

/**
 * Computes G x for a generator as line matrices.
 *
 * @throws {RangeError} if the matrices are not those of x's grid
 */
export function applyLines(
  lines: Float64Array,
  x: Float64Array,
): Float64Array<ArrayBuffer> {
  const n = Math.sqrt(x.length);
  if (lines.length !== 2 * n ** 3) {
    throw new RangeError(
      `applyLines: expected ${
        2 * n ** 3
      } numbers for a grid of ${x.length} cells, found ${lines.length}`,
    );
  }
  const out = new Float64Array(x.length);
  for (let line = 0; line < 2 * n; line++) {
    const [first, step] = line < n ? [line * n, 1] : [line - n, n];
    for (let k = 0; k < n; k++) {
      const from = x[first + k * step];
      const start = (line * n + k) * n;
      for (let i = 0; i < n; i++) {
        out[first + i * step] += lines[start + i] * from;
      }
    }
  }
  return out;
}
