import { solve, subtractRow } from "../lie/solve.ts";

/**
 * The part of a joint fit's normal equations in which each pair's own parameters are:
 * `size` of them per pair.
 */
export interface OwnRows {
  readonly size: number;
  /** `count * size`: gradient of each pair in its own parameters. */
  readonly gradient: Float64Array;
  /** `count * size^2`: their curvature, positive definite for each pair. */
  readonly curvature: Float64Array;
  /** `count * size * shared`: their mixed curvature with the shared unknowns. */
  readonly mixed: Float64Array;
}

/** The normal equations of each pair's own parameters and of the shared unknowns. */
export interface JointEquations {
  readonly own: OwnRows;
  /** `count * shared`: gradient of each pair in the shared unknowns. */
  readonly gradient: Float64Array;
  /** `shared^2`: their curvature, all pairs together. */
  readonly curvature: Float64Array;
}

/**
 * The normal equations of the shared unknowns alone: `matrix` times step = -(sum of the
 * scores).
 */
export interface NormalEquations {
  /** `shared^2`. */
  readonly matrix: Float64Array;
  /** `count * shared`: the gradient of each pair. */
  readonly scores: Float64Array;
  /** The eliminated rows; each pair's curvature is an upper triangle. */
  readonly own: OwnRows;
}

/**
 * Eliminates each pair's own parameters. The Hessian is block-diagonal in them, so this
 * is a Schur complement per pair. Gaussian elimination needs no pivoting because the
 * blocks are positive definite.
 */
export function eliminateOwn(
  { own, gradient, curvature }: JointEquations,
): NormalEquations {
  const { size } = own, shared = Math.sqrt(curvature.length);
  const rows = {
    size,
    gradient: own.gradient.slice(),
    curvature: own.curvature.slice(),
    mixed: own.mixed.slice(),
  };
  const matrix = curvature.slice(), scores = gradient.slice();
  for (let row = 0; row < rows.gradient.length; row++) {
    const k = row % size, end = row - k + size;
    const inverse = 1 / rows.curvature[row * size + k];
    for (let other = row + 1; other < end; other++) {
      const factor = rows.curvature[other * size + k] * inverse;
      subtractRow(rows.curvature, other, row, factor, size);
      subtractRow(rows.mixed, other, row, factor, shared);
      subtractRow(rows.gradient, other, row, factor, 1);
    }
    const slope = rows.gradient[row], start = (row - k) / size * shared;
    for (let a = 0; a < shared; a++) {
      const entry = rows.mixed[row * shared + a];
      scores[start + a] -= entry * slope * inverse;
      for (let b = 0; b < shared; b++) {
        matrix[a * shared + b] -= entry * rows.mixed[row * shared + b] *
          inverse;
      }
    }
  }
  return { matrix, scores, own: rows };
}

/** A step of a joint fit. */
export interface JointStep {
  /** Step of the shared unknowns. */
  readonly shared: Float64Array;
  /** `count * size`: step of each pair's own parameters. */
  readonly own: Float64Array;
}

/** Solves the normal equations, and substitutes back for the pairs' own parameters. */
export function solveJoint(
  { matrix, scores, own }: NormalEquations,
): JointStep {
  const columns = Math.sqrt(matrix.length), { size } = own;
  const sum = new Float64Array(columns);
  for (let i = 0; i < scores.length; i++) sum[i % columns] -= scores[i];
  const shared = solve(matrix, sum, columns);
  const steps = new Float64Array(own.gradient.length);
  for (let row = steps.length - 1; row >= 0; row--) {
    const k = row % size;
    let pull = own.gradient[row];
    for (let a = 0; a < columns; a++) {
      pull += own.mixed[row * columns + a] * shared[a];
    }
    for (let l = k + 1; l < size; l++) {
      pull += own.curvature[row * size + l] * steps[row - k + l];
    }
    steps[row] = -pull / own.curvature[row * size + k];
  }
  return { shared, own: steps };
}

/**
 * Computes the influences of parts of the data, to first order: -A^-1 s for the gradient
 * s of each part.
 *
 * @param inverse The inverse of the matrix A of the normal equations.
 * @param scores `parts * shared`: one gradient per part.
 * @param out `parts * outputs`: the influences on the first unknowns.
 */
export function influencesOfScores(
  inverse: Float64Array,
  scores: Float64Array,
  out: Float64Array,
): void {
  const shared = Math.sqrt(inverse.length), parts = scores.length / shared;
  const outputs = out.length / parts;
  for (let i = 0; i < parts; i++) {
    for (let k = 0; k < outputs; k++) {
      let sum = 0;
      for (let l = 0; l < shared; l++) {
        sum += inverse[k * shared + l] * scores[i * shared + l];
      }
      out[i * outputs + k] = -sum;
    }
  }
}
