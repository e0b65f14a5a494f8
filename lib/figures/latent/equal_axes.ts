import { extent } from "d3-array";

/** Two axes with the same scale. */
export interface EqualAxes {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Width in pixels. */
  readonly width: number;
  readonly height: number;
  /** Number of pixels per unit. */
  readonly perUnit: number;
}

/** Limits of the sides, and distance between the points and the frame, pixels. */
const LONGEST = 470, SHORTEST = 250, PAD = 34;

/**
 * Makes axes around points with one scale for both. The longer side decides the scale,
 * and the shorter side has a minimum length.
 *
 * @param points the points, finite, at least one
 */
export function equalAxes(
  points: readonly (readonly [x: number, y: number])[],
): EqualAxes {
  const spans = [0, 1].map((part) => {
    const [low, high] = extent(points, (point) => point[part]);
    return { middle: (low! + high!) / 2, length: high! - low! };
  });
  const longest = Math.max(...spans.map(({ length }) => length)) || 1;
  const perUnit = (LONGEST - 2 * PAD) / longest;
  const [x, y] = spans.map(({ middle, length }) => {
    const pixels = Math.max(SHORTEST, length * perUnit + 2 * PAD);
    const half = pixels / 2 / perUnit;
    return { pixels, domain: [middle - half, middle + half] as const };
  });
  return {
    x: x.domain,
    y: y.domain,
    width: x.pixels,
    height: y.pixels,
    perUnit,
  };
}
