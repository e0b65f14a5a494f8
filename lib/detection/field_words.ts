import { toDegrees } from "../lie/degrees.ts";
import { direction, type FramePoint } from "./affine_field.ts";

/** Formats a number with two decimals, without the sign of zero. */
export const short = (value: number): string =>
  value.toFixed(2).replace(/^-(0\.00)$/, "$1");

/** Formats a point, in half-frames, as "(0.30, -0.20)". */
export const point = ([x, y]: FramePoint): string =>
  `(${short(x)}, ${short(y)})`;

/** An axis in whole degrees, -89 to 90. */
function axisDegrees(angle: number): number {
  const whole = Math.round(toDegrees(angle));
  return whole - 180 * Math.ceil((whole - 90) / 180);
}

/** Names an axis, up to its sign: "x", "y" or "30 degrees" from x to y. */
export function axisName(angle: number): string {
  const whole = axisDegrees(angle);
  if (whole === 0) return "x";
  return whole === 90 ? "y" : `${whole} degrees`;
}

/** The direction along an axis that points right, or down along y. */
export function along(angle: number): FramePoint {
  const [x, y] = direction(angle);
  const sign = axisName(angle) === "y" ? Math.sign(y) : Math.sign(x);
  return [sign * x, sign * y];
}

/** Angles are equal up to rounding if they differ by less than this, in radians. */
export const ROUNDING = 1e-6;

/**
 * The direction orthogonal to an axis that points down, or right if it is nearer to x
 * than to y.
 */
export function across(angle: number): FramePoint {
  const [x, y] = direction(angle + Math.PI / 2);
  const sign = Math.sign(Math.abs(x) > Math.abs(y) + ROUNDING ? x : y);
  return [sign * x, sign * y];
}

/**
 * Describes the fixed line of a field with the velocity u (rate * distance + shift),
 * where the distance is measured along `from`.
 */
export function fixedLine(
  from: FramePoint,
  rate: number,
  shift: number,
): string {
  const [x, y]: FramePoint = [-shift / rate * from[0], -shift / rate * from[1]];
  const name = axisName(Math.atan2(from[1], from[0]));
  if (name === "x") return `fixed at x = ${short(x)}`;
  if (name === "y") return `fixed at y = ${short(y)}`;
  return `fixed on the line through ${point([x, y])}`;
}
