import { checkAxis } from "./derivative.ts";
import { solve } from "./solve.ts";

/**
 * The end condition of a cubic spline: one equation between the slopes m and the
 * samples f, where h is the distance of two cells,
 * sum_i slopes_i m_i = (sum_i values_i f_i) / h,
 * where i counts the cells from the end inwards. The other end has the same
 * condition, mirrored.
 */
export interface SplineEnd {
  readonly slopes: readonly number[];
  readonly values: readonly number[];
}

/** The natural end condition: the second derivative is 0 at the end cell. */
export const naturalEnd: SplineEnd = { slopes: [2, 1], values: [-3, 3] };

/**
 * The mirror end condition: the slope is 0 at the end cell, as for the images of
 * `lib/images/spline_filter.ts`.
 */
export const mirrorEnd: SplineEnd = { slopes: [1], values: [] };

/**
 * Builds the matrix of the derivative, at the cells, of the cubic spline through
 * samples.
 *
 * The slopes m of the spline through the samples f solve
 * m_(j-1) + 4 m_j + m_(j+1) = 3 (f_(j+1) - f_(j-1)) / h,
 * because its second derivative is continuous (de Boor, A Practical Guide to
 * Splines, chapter IV), and the end condition at both ends. Written as
 * A m = B f, the matrix is A^-1 B. It errs by h^4 f^(5) / 180 away from the ends.
 *
 * @param end the condition at both ends; "periodic" if the first cell follows
 * the last
 * @param size number of samples, at least 1
 * @param cellsPerUnit samples in one unit of length, 1 / h
 * @returns size x size, row-major; units 1 / length; 0 for a single sample
 * @throws {RangeError} if size is no such integer, or cellsPerUnit is not above 0
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { naturalEnd, splineDerivative } from "#lib/lie/derivative_spline.ts";
 *
 * // the slope of 3 x at the first of 4 samples at 0, 1, 2, 3
 * const [a, b, c, d] = splineDerivative(naturalEnd, 4, 1);
 * assertAlmostEquals(0 * a + 3 * b + 6 * c + 9 * d, 3, 1e-14);
 * ```
 */
export function splineDerivative(
  end: SplineEnd | "periodic",
  size: number,
  cellsPerUnit: number,
): Float64Array {
  checkAxis("splineDerivative", size, cellsPerUnit);
  if (size === 1) return new Float64Array(1);
  const a = new Float64Array(size * size), b = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const row = j * size, next = (j + 1) % size, last = (j + size - 1) % size;
    // Entries are added, because with 2 samples the next and the previous one are the
    // same.
    a[row + j] += 4;
    a[row + next] += 1;
    a[row + last] += 1;
    b[row + next] += 3 * cellsPerUnit;
    b[row + last] -= 3 * cellsPerUnit;
  }
  if (end !== "periodic") {
    setEnd(a, b, end, { cell: 0, inwards: 1, size, cellsPerUnit });
    setEnd(a, b, end, { cell: size - 1, inwards: -1, size, cellsPerUnit });
  }
  return solve(a, b, size);
}

/** Replaces the row of an end cell by the end condition. */
function setEnd(
  a: Float64Array,
  b: Float64Array,
  { slopes, values }: SplineEnd,
  { cell, inwards, size, cellsPerUnit }: {
    readonly cell: number;
    readonly inwards: 1 | -1;
    readonly size: number;
    readonly cellsPerUnit: number;
  },
): void {
  const row = cell * size;
  a.fill(0, row, row + size);
  b.fill(0, row, row + size);
  slopes.forEach((weight, i) => a[row + cell + inwards * i] = weight);
  values.forEach((weight, i) =>
    // Mirrored, a slope changes its sign and a value does not.
    b[row + cell + inwards * i] = inwards * weight * cellsPerUnit
  );
}
