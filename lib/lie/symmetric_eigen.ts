import { largestMagnitude } from "./coefficients.ts";

/** Eigenvalues of a symmetric matrix, descending, and its eigenvectors. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  /** n x n: one unit eigenvector per row. */
  readonly vectors: Float64Array;
}

/**
 * The largest number of sweeps over all off-diagonal entries; a dozen is enough for 100
 * rows.
 */
const MOST_SWEEPS = 50;

/** Off-diagonal entries below this share of the largest entry count as 0. */
const SMALL = 1e-15;

/**
 * Computes eigenvalues and eigenvectors of a small symmetric matrix by Jacobi's
 * rotations.
 *
 * @param a n x n, row-major, finite; not changed
 */
export function symmetricEigen(a: Float64Array, n: number): SymmetricEigen {
  const matrix = a.slice();
  const rows = new Float64Array(n * n);
  for (let k = 0; k < n; k++) rows[k * (n + 1)] = 1;
  const largest = largestMagnitude(a);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let turned = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(matrix[p * n + q]) <= SMALL * largest) continue;
        turned = true;
        rotate(matrix, rows, p, q, n);
      }
    }
    if (!turned) break;
  }
  const order = [...Array(n).keys()].sort((i, j) =>
    matrix[j * (n + 1)] - matrix[i * (n + 1)]
  );
  const vectors = new Float64Array(n * n);
  order.forEach((k, i) =>
    vectors.set(rows.subarray(k * n, (k + 1) * n), i * n)
  );
  return {
    values: Float64Array.from(order, (k) => matrix[k * (n + 1)]),
    vectors,
  };
}

/** Applies the rotation that makes the entries (p, q) and (q, p) zero. */
function rotate(
  a: Float64Array,
  rows: Float64Array,
  p: number,
  q: number,
  n: number,
): void {
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
  const sign = theta < 0 ? -1 : 1;
  const tangent = sign / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(tangent, 1), s = tangent * c;
  for (let k = 0; k < n; k++) {
    const kp = a[k * n + p], kq = a[k * n + q];
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const pk = a[p * n + k], qk = a[q * n + k];
    a[p * n + k] = c * pk - s * qk;
    a[q * n + k] = s * pk + c * qk;
    const rp = rows[p * n + k], rq = rows[q * n + k];
    rows[p * n + k] = c * rp - s * rq;
    rows[q * n + k] = s * rp + c * rq;
  }
}
