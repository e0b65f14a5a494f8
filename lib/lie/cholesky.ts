/** A pivot below this share of its diagonal entry counts as 0. */
const LEAST_PIVOT = 1e-12;

/**
 * Computes the lower Cholesky factor R of a positive semidefinite matrix, R R^T = A.
 * A pivot that is not positive gives a column of zeros.
 *
 * @param a n x n, row-major; not changed
 */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const root = new Float64Array(n * n);
  for (let l = 0; l < n; l++) {
    for (let k = l; k < n; k++) {
      let rest = a[k * n + l];
      for (let m = 0; m < l; m++) rest -= root[k * n + m] * root[l * n + m];
      if (k > l) root[k * n + l] = rest / root[l * n + l];
      else if (rest > LEAST_PIVOT * Math.abs(a[k * n + k])) {
        root[k * n + l] = Math.sqrt(rest);
      } else break;
    }
  }
  return root;
}
