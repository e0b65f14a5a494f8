import type { Flow } from "../images/warp.ts";
import type { VectorField } from "../lie/basis.ts";
import { expm } from "../lie/expm.ts";

/**
 * Makes the exact flow of an affine field, Gamma(r) = A r + b: the exponential of the
 * matrix [A b; 0 0] in homogeneous coordinates.
 *
 * @param field An affine field; it is evaluated at three points and not checked.
 */
export function affineFlow(field: VectorField): Flow {
  const [b, right, down] = [field(0, 0), field(1, 0), field(0, 1)];
  const row = (k: 0 | 1) => [right[k] - b[k], down[k] - b[k], b[k]];
  const exponentialAt = exponentials([...row(0), ...row(1), 0, 0, 0]);
  return (t, x, y) => {
    const m = exponentialAt(t);
    return [m[0] * x + m[1] * y + m[2], m[3] * x + m[4] * y + m[5]];
  };
}

/**
 * Makes the exact flow of a conformal field dz/dt = a + b z + c z^2 with complex a, b, c
 * and
 * z = x + i y: the Möbius map z -> (p z + q) / (r z + s) of the exponential of
 * [b/2 a; -c -b/2].
 *
 * @param field A field of this form; it is evaluated at three points and not checked.
 */
export function conformalFlow(field: VectorField): Flow {
  const [a, right, left] = [field(0, 0), field(1, 0), field(-1, 0)];
  const halfB = [0, 1].map((k) => (right[k] - left[k]) / 4);
  const c = [0, 1].map((k) => (right[k] + left[k]) / 2 - a[k]);
  const negative = (z: readonly number[]) => z.map((part) => -part);
  // Complex numbers as real matrices [re -im; im re].
  const blocks = [[halfB, a], [negative(c), negative(halfB)]];
  const matrix = blocks.flatMap((row) => [
    row.flatMap(([re, im]) => [re, -im]),
    row.flatMap(([re, im]) => [im, re]),
  ]).flat();
  const exponentialAt = exponentials(matrix);
  return (t, x, y) => {
    const m = exponentialAt(t);
    const [numeratorX, numeratorY] = [
      m[0] * x - m[4] * y + m[2],
      m[4] * x + m[0] * y + m[6],
    ];
    const [denominatorX, denominatorY] = [
      m[8] * x - m[12] * y + m[10],
      m[12] * x + m[8] * y + m[14],
    ];
    const length = denominatorX ** 2 + denominatorY ** 2;
    return [
      (numeratorX * denominatorX + numeratorY * denominatorY) / length,
      (numeratorY * denominatorX - numeratorX * denominatorY) / length,
    ];
  };
}

/**
 * Computes exp(t M), and caches the latest one, because a warp uses one t for all
 * pixels.
 */
function exponentials(matrix: readonly number[]): (t: number) => Float64Array {
  let latest = NaN, value: Float64Array = new Float64Array();
  return (t) => {
    if (t !== latest) {
      value = expm(Float64Array.from(matrix, (entry) => t * entry));
      latest = t;
    }
    return value;
  };
}
