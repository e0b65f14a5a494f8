import type { SymmetricEigen } from "./symmetric_eigen.ts";

/** The largest number of steps per eigenvalue (the limit of LAPACK and EISPACK). */
const MOST_STEPS = 30;

/**
 * Computes eigenvalues, descending, and eigenvectors of a symmetric tridiagonal matrix
 * by implicit QL steps with Wilkinson's shift. It takes about 3 n^3 operations.
 *
 * Source: EISPACK imtql2; Golub and Van Loan, "Matrix computations", 8.3.
 *
 * @param diagonal n numbers; not changed
 * @param beside n - 1 numbers, the entries (i, i + 1); not changed
 * @throws {RangeError} if an eigenvalue takes more than 30 steps, because a number is
 * not finite
 */
export function tridiagonalEigen(
  diagonal: Float64Array,
  beside: Float64Array,
): SymmetricEigen {
  const n = diagonal.length;
  const d = diagonal.slice();
  const e = new Float64Array(n);
  e.set(beside);
  const rows = new Float64Array(n * n);
  for (let k = 0; k < n; k++) rows[k * (n + 1)] = 1;
  for (let first = 0; first < n; first++) {
    let steps = 0;
    for (;;) {
      const last = blockEnd(d, e, first);
      if (last === first) break;
      if (++steps > MOST_STEPS) {
        throw new RangeError(
          `tridiagonalEigen: expected finite numbers, found no eigenvalue ${first} of ${n} in ${MOST_STEPS} steps`,
        );
      }
      qlStep(d, e, rows, first, last);
    }
  }
  return descending(d, rows);
}

/**
 * The last row of the block that begins at `first`; the off-diagonal entry after it is
 * 0.
 */
function blockEnd(d: Float64Array, e: Float64Array, first: number): number {
  let last = first;
  while (last < d.length - 1) {
    const around = Math.abs(d[last]) + Math.abs(d[last + 1]);
    if (Math.abs(e[last]) <= Number.EPSILON * around) break;
    last++;
  }
  return last;
}

/** Performs one QL step, which makes the off-diagonal entry of row `first` smaller. */
function qlStep(
  d: Float64Array,
  e: Float64Array,
  rows: Float64Array,
  first: number,
  last: number,
): void {
  let g = (d[first + 1] - d[first]) / (2 * e[first]);
  const length = Math.hypot(g, 1);
  g = d[last] - d[first] + e[first] / (g + (g < 0 ? -length : length));
  let [s, c, p] = [1, 1, 0];
  for (let i = last - 1; i >= first; i--) {
    const f = s * e[i], b = c * e[i];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p;
      e[last] = 0;
      return;
    }
    [s, c] = [f / r, g / r];
    g = d[i + 1] - p;
    const turned = (d[i] - g) * s + 2 * c * b;
    p = s * turned;
    d[i + 1] = g + p;
    g = c * turned - b;
    rotateRows(rows, d.length, i, c, s);
  }
  d[first] -= p;
  e[first] = g;
  e[last] = 0;
}

/** Rotates the rows i and i + 1. */
function rotateRows(
  rows: Float64Array,
  n: number,
  i: number,
  c: number,
  s: number,
): void {
  const upper = i * n, lower = upper + n;
  for (let k = 0; k < n; k++) {
    const a = rows[upper + k], b = rows[lower + k];
    rows[lower + k] = s * a + c * b;
    rows[upper + k] = c * a - s * b;
  }
}

function descending(d: Float64Array, rows: Float64Array): SymmetricEigen {
  const n = d.length;
  const order = Array.from(d.keys()).sort((i, j) => d[j] - d[i]);
  const vectors = new Float64Array(n * n);
  order.forEach((k, i) =>
    vectors.set(rows.subarray(k * n, (k + 1) * n), i * n)
  );
  return { values: Float64Array.from(order, (k) => d[k]), vectors };
}
