import type { ImageSet } from "../datasets/types.ts";
import type { RandomStream } from "../random/streams.ts";

/** Strokes per drawing, and straight pieces per stroke. */
const STROKES = 3, PIECES = 8;

/** Half the width of a stroke, and the width of its soft edge, half-frames. */
const HALF_WIDTH = 0.075, EDGE = 0.08;

/** Ends of strokes lie this far from the middle at most, half-frames. */
const REACH = 0.62;

/**
 * Drawings of a few curved strokes in white on black, each another one.
 *
 * @param count number of drawings
 * @param side rows and columns, pixels
 * @param stream where the randomness comes from
 */
export function drawings(
  count: number,
  side: number,
  stream: RandomStream,
): ImageSet {
  const pixels = new Float32Array(count * side * side);
  for (let image = 0; image < count; image++) {
    const strokes = Array.from({ length: STROKES }, () => stroke(stream));
    for (let i = 0; i < side * side; i++) {
      const x = (2 * (i % side) + 1) / side - 1;
      const y = (2 * Math.floor(i / side) + 1) / side - 1;
      pixels[image * side * side + i] = ink(strokes, x, y);
    }
  }
  return {
    name: "drawings",
    count,
    height: side,
    width: side,
    channels: 1,
    pixels,
  };
}

type Point = readonly [x: number, y: number];

/** A quadratic Bezier curve through three random points, as straight pieces. */
function stroke(stream: RandomStream): Point[] {
  const point = (): Point => {
    const angle = 2 * Math.PI * stream(), radius = REACH * Math.sqrt(stream());
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
  const [[ax, ay], [bx, by], [cx, cy]] = [point(), point(), point()];
  return Array.from({ length: PIECES + 1 }, (_, i) => {
    const s = i / PIECES, r = 1 - s;
    return [
      r * r * ax + 2 * r * s * bx + s * s * cx,
      r * r * ay + 2 * r * s * by + s * s * cy,
    ];
  });
}

/** Brightness at a point, 0 to 1. */
function ink(strokes: readonly (readonly Point[])[], x: number, y: number) {
  let nearest = Infinity;
  for (const points of strokes) {
    for (let i = 1; i < points.length; i++) {
      nearest = Math.min(
        nearest,
        squaredDistance(points[i - 1], points[i], x, y),
      );
    }
  }
  const beyond = (Math.sqrt(nearest) - HALF_WIDTH) / EDGE + 0.5;
  return Math.min(1, Math.max(0, 1 - beyond));
}

/** Squared distance of a point from a straight piece. */
function squaredDistance(
  [ax, ay]: Point,
  [bx, by]: Point,
  x: number,
  y: number,
): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0
    ? 0
    : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  const [ex, ey] = [x - ax - along * dx, y - ay - along * dy];
  return ex * ex + ey * ey;
}
