import { dot } from "./coefficients.ts";

/**
 * A row depends on the rows before it if its part orthogonal to them is below this share
 * of its norm.
 */
const DEPENDENT = 1e-10;

/**
 * Computes orthonormal rows that span the space of some rows, by two passes of
 * Gram-Schmidt. The first k + 1 rows span the space of the first k + 1 given rows.
 *
 * @param rows n x `columns`, row-major; not changed
 * @throws {RangeError} if a row is 0, not finite or depends on the rows before it
 */
export function orthonormalRows(
  rows: Float64Array,
  columns: number,
): Float64Array {
  const out = rows.slice();
  const row = (k: number) => out.subarray(k * columns, (k + 1) * columns);
  for (let k = 0; k < rows.length / columns; k++) {
    const one = row(k), before = Math.sqrt(dot(one, one));
    let length = before;
    for (const _pass of [1, 2]) {
      for (let l = 0; l < k; l++) subtract(one, row(l), dot(one, row(l)));
      length = Math.sqrt(dot(one, one));
    }
    if (!(length > DEPENDENT * before) || !Number.isFinite(length)) {
      throw new RangeError(
        `orthonormalRows: expected independent finite rows, found one that is not at index ${k}`,
      );
    }
    for (let i = 0; i < columns; i++) one[i] /= length;
  }
  return out;
}

/** Subtracts a multiple in place: one -= factor * other. */
function subtract(one: Float64Array, other: Float64Array, factor: number) {
  for (let i = 0; i < one.length; i++) one[i] -= factor * other[i];
}
