import { dot } from "../coefficients.ts";
import { orthonormalRows } from "../orthonormal_rows.ts";
import { symmetricEigen } from "../symmetric_eigen.ts";
import { fromDegrees, toDegrees } from "../degrees.ts";

/**
 * Computes the principal angles between two spaces of coefficient vectors in degrees,
 * 0 to 90, ascending. Their number is the dimension of the smaller space.
 *
 * Small angles are computed from their sines, large ones from their cosines (Björck and
 * Golub 1973, "Numerical methods for computing angles between linear subspaces"), so
 * that errors are at most about 1e-6 degrees.
 *
 * @param a rows of `terms` coefficients that span one space
 * @param b rows that span the other
 * @throws {RangeError} if the rows of a space are dependent, or do not have that length
 */
export function principalAngles(
  a: Float64Array,
  b: Float64Array,
  terms: number,
): Float64Array {
  const [small, large] = [a, b]
    .map((rows) => rowsOf(rows, terms))
    .sort((p, q) => p.length - q.length);
  const n = small.length;
  const along = small.map((row) => large.map((other) => dot(row, other)));
  const rest = small.map((row, i) => {
    const left = row.slice();
    large.forEach((other, k) =>
      other.forEach((value, at) => left[at] -= along[i][k] * value)
    );
    return left;
  });
  // Squared cosines descend as the squared sines ascend.
  const cosines = symmetricEigen(gramOf(along), n).values;
  const sines = symmetricEigen(gramOf(rest), n).values.reverse();
  return cosines.map((cosine, k) => {
    const angle = sines[k] < 0.5
      ? Math.asin(Math.sqrt(Math.max(0, sines[k])))
      : Math.acos(Math.sqrt(Math.max(0, cosine)));
    return toDegrees(angle);
  });
}

/**
 * Computes the Grassmann distance of two spaces of equal dimension, in radians: the root
 * of the sum of the squared principal angles. It is a metric.
 *
 * Arguments are those of {@linkcode principalAngles}.
 *
 * @throws {RangeError} if the dimensions differ
 */
export function grassmannDistance(
  a: Float64Array,
  b: Float64Array,
  terms: number,
): number {
  if (a.length !== b.length) {
    throw new RangeError(
      `grassmannDistance: expected spaces of equal dimension, found ${
        a.length / terms
      } and ${b.length / terms}`,
    );
  }
  return fromDegrees(Math.hypot(...principalAngles(a, b, terms)));
}

/** Orthonormal rows that span a space. */
function rowsOf(rows: Float64Array, terms: number): Float64Array[] {
  const count = rows.length / terms;
  if (!Number.isInteger(count) || count === 0) {
    throw new RangeError(
      `principalAngles: expected rows of ${terms} coefficients, found ${rows.length} numbers`,
    );
  }
  const orthonormal = orthonormalRows(rows, terms);
  return Array.from(
    { length: count },
    (_, k) => orthonormal.subarray(k * terms, (k + 1) * terms),
  );
}

function gramOf(rows: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(
    { length: rows.length ** 2 },
    (_, at) => dot(rows[Math.floor(at / rows.length)], rows[at % rows.length]),
  );
}
