import type { VectorField } from "../lie/basis.ts";
import type { AffineField } from "./affine_field.ts";

/** The fields that members of all kinds are linear combinations of. */
export const elements: readonly VectorField[] = [
  () => [1, 0],
  () => [0, 1],
  (x) => [x, 0],
  (_x, y) => [y, 0],
  (x) => [0, x],
  (_x, y) => [0, y],
  (x, y) => [x * x - y * y, 2 * x * y],
  (x, y) => [2 * x * y, y * y - x * x],
];

/** The weights of a field, one per element. */
export type Combination = readonly number[];

/** The affine part of a combination. */
export const affineField = (
  [x, y, xx, xy, yx, yy]: Combination,
): AffineField => ({
  x,
  y,
  xx,
  xy,
  yx,
  yy,
});
