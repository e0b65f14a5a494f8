import { dot } from "../coefficients.ts";
import { solve } from "../solve.ts";
import { transposed } from "../transposed.ts";

/** A Lie algebra by its structure constants: [X_i, X_j] = sum_k c_ijk X_k. */
export interface LieAlgebra {
  /** Dimension n of the algebra. */
  readonly dimension: number;
  /**
   * c, n x n x n; c_ijk is at index (i * n + j) * n + k and antisymmetric in i and j.
   */
  readonly structure: Float64Array;
}

/** Computes the bracket of two elements, given by their coordinates. */
export function bracketIn(
  { dimension: n, structure }: LieAlgebra,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const factor = x[i] * y[j], row = (i * n + j) * n;
      if (factor === 0) continue;
      for (let k = 0; k < n; k++) out[k] += factor * structure[row + k];
    }
  }
  return out;
}

/**
 * Computes the structure constants of the elements Y_i = sum_j m_ij X_j.
 *
 * @param matrix m, n x n, row-major
 * @throws {RangeError} if the matrix is singular
 */
export function changeOfBasis(
  algebra: LieAlgebra,
  matrix: Float64Array,
): LieAlgebra {
  const { dimension: n } = algebra;
  const row = (i: number) => matrix.subarray(i * n, (i + 1) * n);
  const columns = transposed(matrix, n);
  const structure = new Float64Array(n ** 3);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      // Coordinates w in the new basis and z in the old one are related by z^T = w^T m.
      const inX = bracketIn(algebra, row(i), row(j));
      structure.set(solve(columns, inX, n), (i * n + j) * n);
    }
  }
  return { dimension: n, structure };
}

/**
 * Computes the structure constants of some elements whose brackets lie in their span.
 * Parts of brackets outside of the span are dropped.
 *
 * @param rows coordinates of the elements, orthonormal rows
 */
export function restriction(
  algebra: LieAlgebra,
  rows: Float64Array,
): LieAlgebra {
  const n = algebra.dimension, m = rows.length / n;
  const row = (i: number) => rows.subarray(i * n, (i + 1) * n);
  const structure = new Float64Array(m ** 3);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      const product = bracketIn(algebra, row(i), row(j));
      for (let k = 0; k < m; k++) {
        structure[(i * m + j) * m + k] = dot(product, row(k));
      }
    }
  }
  return { dimension: m, structure };
}
