import { solve } from "./solve.ts";

/** Coefficients b_0 .. b_13 of the Padé approximant, over b_13 = 1 (Higham 2005, eq. 2.2). */
const PADE = [
  64764752532480000,
  32382376266240000,
  7771770303897600,
  1187353796428800,
  129060195264000,
  10559470521600,
  670442572800,
  33522128640,
  1323241920,
  40840800,
  960960,
  16380,
  182,
  1,
] as const;

/**
 * Largest 1-norm at which the approximant is exact to double precision (Higham 2005,
 * table 2.3).
 */
const LARGEST_NORM = 5.371920351148152;

/**
 * Computes the matrix exponential by the Padé approximant of degree 13 with scaling
 * and squaring (N. J. Higham, SIAM J. Matrix Anal. Appl. 26, 2005).
 *
 * It takes about 20 matrix products in double precision. Training uses a faster action
 * on vectors, which tests compare with this function.
 *
 * @param matrix size x size, row-major; not changed
 * @returns exp(matrix), size x size
 * @throws {RangeError} if it is not square, or an entry is not finite
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { expm } from "@neural-symmetry/detection/lie";
 *
 * const quarterTurn = expm(Float64Array.of(0, -Math.PI / 2, Math.PI / 2, 0));
 * assertAlmostEquals(quarterTurn[2], 1, 1e-14);
 * ```
 */
export function expm(matrix: Float64Array): Float64Array {
  const n = Math.sqrt(matrix.length);
  if (!Number.isInteger(n) || n === 0) {
    throw new RangeError(
      `expm: expected a square matrix, found ${matrix.length} entries`,
    );
  }
  const largest = oneNorm(matrix, n);
  if (!Number.isFinite(largest)) {
    throw new RangeError(
      `expm: expected finite entries, found a 1-norm of ${largest}`,
    );
  }
  const squarings = Math.max(0, Math.ceil(Math.log2(largest / LARGEST_NORM)));
  let result = pade13(matrix.map((value) => value / 2 ** squarings), n);
  for (let i = 0; i < squarings; i++) result = multiply(result, result, n);
  return result;
}

/**
 * Computes the product A B of two square matrices.
 *
 * @param a n x n, row-major
 * @param b n x n, row-major
 * @param n rows and columns
 * @returns n x n, a new array
 * @throws {RangeError} if a or b does not hold n x n entries
 */
export function multiply(
  a: Float64Array,
  b: Float64Array,
  n: number,
): Float64Array {
  if (a.length !== n * n || b.length !== n * n) {
    throw new RangeError(
      `multiply: expected two matrices of ${n} x ${n}, found ${a.length} and ${b.length} entries`,
    );
  }
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const out = product.subarray(i * n, (i + 1) * n);
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k], start = k * n;
      if (factor === 0) continue;
      for (let j = 0; j < n; j++) out[j] += factor * b[start + j];
    }
  }
  return product;
}

/**
 * The Padé approximant q(A)^-1 p(A), with p = V + U, q = V - U, U odd and V even in A.
 */
function pade13(a: Float64Array, n: number): Float64Array {
  const b = PADE;
  const a2 = multiply(a, a, n);
  const a4 = multiply(a2, a2, n);
  const a6 = multiply(a4, a2, n);
  // six matrix products in all: the powers above 6 are factored as A^6 (...)
  const sum = (c6: number, c4: number, c2: number, c0: number) =>
    weightedSum([c6, c4, c2], [a6, a4, a2], c0, n);
  const oddHigh = multiply(a6, sum(b[13], b[11], b[9], 0), n);
  const odd = add(oddHigh, sum(b[7], b[5], b[3], b[1]));
  const u = multiply(a, odd, n);
  const evenHigh = multiply(a6, sum(b[12], b[10], b[8], 0), n);
  const v = add(evenHigh, sum(b[6], b[4], b[2], b[0]));
  return solve(v.map((value, i) => value - u[i]), add(v, u), n);
}

/** The matrix sum_k weights_k matrices_k + diagonal I. */
function weightedSum(
  weights: readonly number[],
  matrices: readonly Float64Array[],
  diagonal: number,
  n: number,
): Float64Array {
  const sum = new Float64Array(n * n);
  matrices.forEach((matrix, k) => {
    for (let i = 0; i < sum.length; i++) sum[i] += weights[k] * matrix[i];
  });
  for (let i = 0; i < n; i++) sum[i * n + i] += diagonal;
  return sum;
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]);
}

/** The 1-norm of a matrix: the largest sum of absolute values of a column. */
function oneNorm(matrix: Float64Array, n: number): number {
  const sums = new Float64Array(n);
  matrix.forEach((value, i) => sums[i % n] += Math.abs(value));
  return sums.reduce((largest, sum) => Math.max(largest, sum), 0);
}
