/**
 * A Householder reflection I - tau v v^T that maps a vector x to (beta, 0, ..., 0),
 * where |beta| is the 2-norm of x. If all entries of x but the first are 0, tau is 0
 * and the reflection is the identity.
 */
export interface Reflection {
  readonly tau: number;
  readonly beta: number;
}

/**
 * Computes the reflection of a vector, which is overwritten by v (v[0] = 1).
 *
 * Source: LAPACK dlarfg; Golub and Van Loan, "Matrix computations", 5.1.
 *
 * @param x at least one finite number
 */
export function reflectionOf(x: Float64Array): Reflection {
  const first = x[0];
  let rest = 0;
  for (let i = 1; i < x.length; i++) rest = Math.hypot(rest, x[i]);
  x[0] = 1;
  if (rest === 0) return { tau: 0, beta: first };
  const length = Math.hypot(first, rest);
  const beta = first > 0 ? -length : length;
  for (let i = 1; i < x.length; i++) x[i] /= first - beta;
  return { tau: (beta - first) / beta, beta };
}

/** A square matrix, and a reflection of some of its rows or columns. */
export interface Reflected {
  /** size x size, row-major; it is overwritten. */
  readonly matrix: Float64Array;
  readonly size: number;
  readonly v: Float64Array;
  readonly tau: number;
  /** The first of the rows, or columns, that the reflection combines. */
  readonly at: number;
  /** First and last of the columns, or rows, in which it combines them. */
  readonly from: number;
  readonly to: number;
}

/** Multiplies by a reflection from the left: combines v.length rows. */
export function reflectRows(
  { matrix, size, v, tau, at, from, to }: Reflected,
): void {
  for (let j = from; j <= to; j++) {
    let sum = 0;
    for (let i = 0; i < v.length; i++) {
      sum += v[i] * matrix[(at + i) * size + j];
    }
    sum *= tau;
    for (let i = 0; i < v.length; i++) {
      matrix[(at + i) * size + j] -= sum * v[i];
    }
  }
}

/** Multiplies by a reflection from the right: combines v.length columns. */
export function reflectColumns(
  { matrix, size, v, tau, at, from, to }: Reflected,
): void {
  for (let i = from; i <= to; i++) {
    const start = i * size + at;
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += v[j] * matrix[start + j];
    sum *= tau;
    for (let j = 0; j < v.length; j++) matrix[start + j] -= sum * v[j];
  }
}
