/**
 * Computes the centres of the cells of one axis, c_j = (j - (n - 1)/2) / (n/2), in
 * half-frames.
 *
 * The frame is [-1, 1] at every resolution; a margin continues the same grid
 * beyond it on both sides.
 *
 * @param n cells inside the frame, at least 1
 * @param margin further cells on each side, at least 0
 * @returns `n + 2 margin` ascending centres, for j = -margin .. n + margin - 1
 * @throws {RangeError} if n or margin is no such integer
 */
export function centres(n: number, margin = 0): Float64Array {
  checkInteger("centres", "n", n, 1);
  checkInteger("centres", "margin", margin, 0);
  return Float64Array.from(
    { length: n + 2 * margin },
    (_, i) => (i - margin - (n - 1) / 2) / (n / 2),
  );
}

/**
 * Builds the matrix that differentiates a periodic band-limited function exactly from
 * its samples (the derivative of Shannon-Whittaker interpolation).
 *
 * For an even number of cells the derivative drops the Nyquist mode. For an odd number
 * it is exact for all modes, up to (n - 1)/2.
 *
 * @param size number of samples of one period, at least 1
 * @param cellsPerUnit samples in one unit of length; `size / 2` when the
 * period is the frame [-1, 1]
 * @returns size x size, row-major, antisymmetric; units 1 / length
 * @throws {RangeError} if size is no such integer, or cellsPerUnit is not above 0
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { centres, derivativeMatrix } from "@neural-symmetry/detection/lie";
 *
 * const n = 8, c = centres(n), D = derivativeMatrix(n);
 * const sine = c.map((x) => Math.sin(Math.PI * x));
 * const slope = sine.reduce((sum, value, k) => sum + D[3 * n + k] * value, 0);
 * assertAlmostEquals(slope, Math.PI * Math.cos(Math.PI * c[3]), 1e-12);
 * ```
 */
export function derivativeMatrix(
  size: number,
  cellsPerUnit = size / 2,
): Float64Array {
  checkAxis("derivativeMatrix", size, cellsPerUnit);
  const kernel = derivativeKernel(size);
  const matrix = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    for (let k = 0; k < j; k++) {
      const value = kernel[j - k] * cellsPerUnit;
      matrix[j * size + k] = value;
      matrix[k * size + j] = -value;
    }
  }
  return matrix;
}

/**
 * The derivative kernel d_m for m = 0 .. size - 1, with a sample distance of 1:
 * (pi/n) (-1)^m cot(pi m/n) for even n, (pi/n) (-1)^m / sin(pi m/n) for odd n.
 */
function derivativeKernel(size: number): Float64Array {
  const kernel = new Float64Array(size);
  for (let m = 1; 2 * m < size; m++) {
    const angle = Math.PI * m / size;
    const sign = m % 2 === 0 ? 1 : -1;
    const value = sign * (Math.PI / size) *
      (size % 2 === 0 ? 1 / Math.tan(angle) : 1 / Math.sin(angle));
    kernel[m] = value;
    kernel[size - m] = -value; // periodic and odd
  }
  return kernel;
}

/**
 * Checks the arguments of a derivative matrix.
 *
 * @param where name of the function, for the message
 * @throws {RangeError} if size is no integer of at least 1, or cellsPerUnit is not above 0
 */
export function checkAxis(
  where: string,
  size: number,
  cellsPerUnit: number,
): void {
  checkInteger(where, "size", size, 1);
  if (!Number.isFinite(cellsPerUnit) || cellsPerUnit <= 0) {
    throw new RangeError(
      `${where}: expected cellsPerUnit above 0, found ${cellsPerUnit}`,
    );
  }
}

function checkInteger(
  where: string,
  name: string,
  value: number,
  least: number,
): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(
      `${where}: expected ${name} to be an integer of at least ${least}, found ${value}`,
    );
  }
}
