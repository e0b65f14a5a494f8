import type { Basis, BasisTerm } from "./basis.ts";
import { centres, derivativeMatrix } from "./derivative.ts";
import {
  type DerivativeOperator,
  shannonWhittaker,
} from "./derivative_operators.ts";

/**
 * Builds the generators of a basis in plain form,
 * (G X) = Gamma_x * (X D^T) + Gamma_y * (D X), as matrices on row-major column vectors
 * of an n x n patch.
 *
 * @param basis the terms, one generator each
 * @param n cells per side of the patch, at least 1
 * @param operator the derivative D
 * @returns terms x n^2 x n^2, row-major
 * @throws {RangeError} if n is no such integer
 */
export function generatorStack(
  basis: Basis,
  n: number,
  operator: DerivativeOperator = shannonWhittaker,
): Float64Array {
  const derivative = operator.matrix(n, n / 2);
  const axis = centres(n);
  return stack(basis, n, (term, matrix) => {
    const value = sample(term, axis);
    forEachCoupling(n, term.component, (row, column, d) => {
      matrix[row * n * n + column] = value[row] * derivative[d];
    });
  });
}

/**
 * Builds the generators of a basis in tapered split form on a grid with a margin:
 * G u = 1/2 (Gamma . D u + D . (Gamma u)) - 1/2 (D . Gamma) u,
 * where Gamma falls to zero across the margin by {@linkcode taper}.
 *
 * Each matrix is antisymmetric except on its diagonal, so the periodic boundary of D
 * adds no energy to the frame.
 *
 * The divergence is that of the sampled field. Without a margin, a field that jumps at
 * the periodic boundary makes it wrong everywhere. Use a margin of at least 3.
 *
 * @param basis the terms, one generator each
 * @param n cells per side of the frame, at least 1
 * @param margin further cells on each side; the grid is N = n + 2 margin a side
 * @returns terms x N^2 x N^2, row-major
 * @throws {RangeError} if n or margin is no such integer
 */
export function taperedGeneratorStack(
  basis: Basis,
  n: number,
  margin: number,
): Float64Array {
  const size = n + 2 * margin;
  return marginStack(basis, n, margin, (matrix, value, row, column, d) => {
    const stride = size * size;
    matrix[row * stride + column] += d / 2 * (value[row] + value[column]);
    matrix[row * stride + row] -= d / 2 * value[column];
  });
}

/**
 * Builds the generators of a basis in plain form on the grid of
 * {@linkcode taperedGeneratorStack}, with the field tapered in the same way.
 */
export function advectiveGeneratorStack(
  basis: Basis,
  n: number,
  margin: number,
): Float64Array {
  const size = n + 2 * margin;
  return marginStack(basis, n, margin, (matrix, value, row, column, d) => {
    matrix[row * size * size + column] = value[row] * d;
  });
}

/**
 * Builds one matrix per term on a grid with a margin.
 *
 * @param couple adds one entry of the derivative to the matrix, given the tapered field
 */
function marginStack(
  basis: Basis,
  n: number,
  margin: number,
  couple: (
    matrix: Float64Array,
    value: Float64Array,
    row: number,
    column: number,
    d: number,
  ) => void,
): Float64Array {
  const size = n + 2 * margin;
  const axis = centres(n, margin);
  const derivative = derivativeMatrix(size, n / 2);
  const fall = taper(n, margin);
  return stack(basis, size, (term, matrix) => {
    const value = sample(term, axis);
    for (let cell = 0; cell < value.length; cell++) {
      value[cell] *= fall[Math.floor(cell / size)] * fall[cell % size];
    }
    forEachCoupling(
      size,
      term.component,
      (row, column, d) => couple(matrix, value, row, column, derivative[d]),
    );
  });
}

/**
 * Computes the taper of one axis, the factors by which a field falls to zero across the
 * margin: 1 inside the frame, then half a cosine, exactly 0 at the outermost cells.
 *
 * @param n cells inside the frame, at least 1
 * @param margin further cells on each side, at least 0
 * @returns `n + 2 margin` factors in [0, 1], symmetric
 * @throws {RangeError} if n or margin is no such integer
 */
export function taper(n: number, margin: number): Float64Array {
  const size = centres(n, margin).length;
  return Float64Array.from({ length: size }, (_, i) => {
    const beyond = Math.max(margin - i, i - (size - 1 - margin), 0);
    if (beyond === 0) return 1;
    return beyond === margin
      ? 0
      : (1 + Math.cos(Math.PI * beyond / margin)) / 2;
  });
}

/**
 * Computes one generator from a stack, G = sum_i alpha_i G_i.
 *
 * @param stack terms x size x size, row-major
 * @param coefficients alpha, one number per term
 * @returns size x size
 * @throws {RangeError} if the stack does not hold one square matrix per coefficient
 */
export function combine(
  stack: Float64Array,
  coefficients: ArrayLike<number>,
): Float64Array {
  const length = stack.length / coefficients.length;
  if (!Number.isInteger(Math.sqrt(length)) || length === 0) {
    throw new RangeError(
      `combine: expected a stack of ${coefficients.length} square matrices, found ${stack.length} numbers`,
    );
  }
  const sum = new Float64Array(length);
  for (let i = 0; i < coefficients.length; i++) {
    const alpha = coefficients[i], start = i * length;
    if (alpha === 0) continue;
    for (let k = 0; k < length; k++) sum[k] += alpha * stack[start + k];
  }
  return sum;
}

/** Builds one matrix per term; each starts as zeros and is filled by `fill`. */
function stack(
  basis: Basis,
  size: number,
  fill: (term: BasisTerm, matrix: Float64Array) => void,
): Float64Array {
  const length = size ** 4;
  const all = new Float64Array(basis.terms.length * length);
  basis.terms.forEach((term, i) =>
    fill(term, all.subarray(i * length, (i + 1) * length))
  );
  return all;
}

/** The term's value at every cell, row-major. */
function sample(term: BasisTerm, axis: Float64Array): Float64Array {
  const size = axis.length;
  return Float64Array.from(
    { length: size * size },
    (_, cell) => term.value(axis[cell % size], axis[Math.floor(cell / size)]),
  );
}

/**
 * Visits every pair of cells that a derivative along one axis couples, with the index
 * of the pair's entry in D. Both cells are in one row for x, in one column for y.
 */
function forEachCoupling(
  size: number,
  component: "x" | "y",
  visit: (row: number, column: number, derivativeIndex: number) => void,
): void {
  const step = component === "x" ? 1 : size; // to the next cell along the axis
  const line = component === "x" ? size : 1; // to the next line across it
  for (let l = 0; l < size; l++) {
    for (let j = 0; j < size; j++) {
      for (let k = 0; k < size; k++) {
        visit(l * line + j * step, l * line + k * step, j * size + k);
      }
    }
  }
}
