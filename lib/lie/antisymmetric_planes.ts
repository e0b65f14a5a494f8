import { reflectionOf } from "./householder.ts";
import { tridiagonalEigen } from "./tridiagonal_eigen.ts";

/**
 * The invariant planes of an antisymmetric matrix:
 * K = sum_j omega_j (u_j w_j^T - w_j u_j^T), all u_j and w_j orthonormal. K maps
 * vectors orthogonal to all planes to 0.
 */
export interface TurnedPlanes {
  /** omega_j, descending, at least 0; half as many as K has rows, rounded down. */
  readonly frequencies: Float64Array;
  /** planes x n: one unit vector u_j per row. */
  readonly u: Float64Array;
  /** planes x n: one unit vector w_j per row; 0 where omega_j is below 1e-7 of the largest. */
  readonly w: Float64Array;
}

/** Frequencies below this share of the largest one are taken as 0. */
const SMALL = 1e-7;

/**
 * Computes the invariant planes of an antisymmetric matrix K, from its reduction to
 * tridiagonal form by Householder reflections. It takes about 4 n^3 operations. Planes
 * are orthogonal to about 1e-15 (largest / omega_j)^2.
 *
 * Source: Ward and Gray, "Eigensystem computation for skew-symmetric matrices and
 * a class of symmetric matrices", ACM TOMS 4 (1978).
 *
 * @param matrix n x n, row-major, finite; only its antisymmetric part counts
 * @param n at least 1
 */
export function antisymmetricPlanes(
  matrix: Float64Array,
  n: number,
): TurnedPlanes {
  const a = antisymmetricPart(matrix, n);
  const { beside, reflections } = tridiagonalise(a, n);
  const planes = Math.floor(n / 2);
  // T couples only rows of even number with rows of odd number, by a bidiagonal matrix
  // M.
  const b = (i: number) => beside[i] ?? 0;
  const { values, vectors } = tridiagonalEigen(
    Float64Array.from(
      { length: planes },
      (_, j) => b(2 * j) ** 2 + b(2 * j + 1) ** 2,
    ),
    Float64Array.from(
      { length: Math.max(planes - 1, 0) },
      (_, j) => -b(2 * j + 1) * b(2 * j + 2),
    ),
  );
  const frequencies = values.map((value) => Math.sqrt(Math.max(value, 0)));
  const u = new Float64Array(planes * n), w = new Float64Array(planes * n);
  for (let k = 0; k < planes; k++) {
    const omega = frequencies[k];
    for (let j = 0; j < planes; j++) {
      const p = vectors[k * planes + j];
      u[k * n + 2 * j + 1] = p;
      if (omega <= SMALL * frequencies[0]) continue;
      w[k * n + 2 * j] += b(2 * j) * p / omega;
      if (2 * j + 2 < n) w[k * n + 2 * j + 2] -= b(2 * j + 1) * p / omega;
    }
  }
  for (const vectors of [u, w]) reflectBack(vectors, n, reflections);
  return { frequencies, u, w };
}

function antisymmetricPart(matrix: Float64Array, n: number): Float64Array {
  const part = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      part[i * n + j] = (matrix[i * n + j] - matrix[j * n + i]) / 2;
    }
  }
  return part;
}

/** The reflection I - tau v v^T, applied to the entries from index `at` on. */
interface PlacedReflection {
  readonly at: number;
  readonly tau: number;
  readonly v: Float64Array;
}

/**
 * Reduces an antisymmetric matrix, which is overwritten, to T with the entries
 * T(i + 1, i) = beside(i) = -T(i, i + 1), by H A H = A + v p^T - p v^T, p = tau A v.
 */
function tridiagonalise(
  a: Float64Array,
  n: number,
): {
  readonly beside: Float64Array;
  readonly reflections: readonly PlacedReflection[];
} {
  const beside = new Float64Array(Math.max(n - 1, 0));
  const reflections: PlacedReflection[] = [];
  for (let column = 0; column < n - 1; column++) {
    const at = column + 1;
    const v = Float64Array.from(
      { length: n - at },
      (_, i) => a[(at + i) * n + column],
    );
    const { tau, beta } = reflectionOf(v);
    beside[column] = beta;
    if (tau === 0) continue;
    reflections.push({ at, tau, v });
    reflectBothSides(a, n, { at, tau, v });
  }
  return { beside, reflections };
}

function reflectBothSides(
  a: Float64Array,
  n: number,
  { at, tau, v }: PlacedReflection,
): void {
  const m = v.length;
  const p = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    const start = (at + i) * n + at;
    let sum = 0;
    for (let j = 0; j < m; j++) sum += a[start + j] * v[j];
    p[i] = tau * sum;
  }
  for (let i = 0; i < m; i++) {
    const start = (at + i) * n + at, vi = v[i], pi = p[i];
    for (let j = 0; j < m; j++) a[start + j] += vi * p[j] - pi * v[j];
  }
}

/** Multiplies every row of `vectors` by all reflections, the last one first. */
function reflectBack(
  vectors: Float64Array,
  n: number,
  reflections: readonly PlacedReflection[],
): void {
  for (let start = 0; start < vectors.length; start += n) {
    for (const { at, tau, v } of reflections.toReversed()) {
      const first = start + at;
      let sum = 0;
      for (let i = 0; i < v.length; i++) sum += v[i] * vectors[first + i];
      sum *= tau;
      for (let i = 0; i < v.length; i++) vectors[first + i] -= sum * v[i];
    }
  }
}
