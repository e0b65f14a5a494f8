/** An affine field: the velocity A r + b at r = (x, y), per unit of t; y points down. */
export interface AffineField {
  /** The matrix A = (xx xy; yx yy), in 1 / unit of t. */
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  /** The vector b, in half-frames per unit of t. */
  readonly x: number;
  readonly y: number;
}

/** A point, or a direction, in half-frames. */
export type FramePoint = readonly [x: number, y: number];

/** The parts of a matrix: a rotation, a scaling and a squeeze. */
export interface MatrixParts {
  /** Half of the antisymmetric difference: radians per unit of t, from x to y. */
  readonly turning: number;
  /** Half of the trace: log-scale per unit of t. */
  readonly growth: number;
  /** Growth rate that the squeeze adds along its axis, at least 0. */
  readonly squeeze: number;
  /** The squeeze's axis, -pi/2 to pi/2 radians from x to y. */
  readonly axis: number;
}

/**
 * Splits A into turning (0 -1; 1 0) + growth (1 0; 0 1) + squeeze times the reflection
 * that keeps the axis.
 */
export function partsOf({ xx, xy, yx, yy }: AffineField): MatrixParts {
  const straight = (xx - yy) / 2, oblique = (xy + yx) / 2;
  return {
    turning: (yx - xy) / 2,
    growth: (xx + yy) / 2,
    squeeze: Math.hypot(straight, oblique),
    axis: Math.atan2(oblique, straight) / 2,
  };
}

/** The point where the velocity is 0; not finite if A has no inverse. */
export function centreOf({ xx, xy, yx, yy, x, y }: AffineField): FramePoint {
  const determinant = xx * yy - xy * yx;
  return [(xy * y - yy * x) / determinant, (yx * x - xx * y) / determinant];
}

/** The unit vector at an angle from x to y, radians. */
export const direction = (angle: number): FramePoint => [
  Math.cos(angle),
  Math.sin(angle),
];

/** The velocity's component along `to`, for a step along `from`: to^T A from. */
export const rateOf = (
  { xx, xy, yx, yy }: AffineField,
  to: FramePoint,
  from: FramePoint,
): number =>
  to[0] * (xx * from[0] + xy * from[1]) +
  to[1] * (yx * from[0] + yy * from[1]);
