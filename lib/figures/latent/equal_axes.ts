import { extent } from "d3-array";

/** Two axes on which a pixel is as much. */
export interface EqualAxes {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels of one unit. */
  readonly perUnit: number;
}

/** Sides, and room between the points and the frame; pixels. */
const LONGEST = 470, SHORTEST = 250, PAD = 34;

/**
 * Axes around points, with one scale for both: the longer side decides how
 * large that is, and the shorter one never gets too short to read.
 *
 * @param points finite, at least one
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
