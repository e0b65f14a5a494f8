import * as Plot from "@observablehq/plot";
import { cross, max, range } from "d3-array";
import type { VectorField } from "../../lie/basis.ts";
import { toDegrees } from "../../lie/degrees.ts";
import { arrowInk, paleDiverging } from "../palette.ts";

interface Cell {
  /** Number of its frame, which is the facet's x. */
  readonly frame: number;
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
  readonly fill: string;
}

/** Computes the cells of a patch, size x size values, row-major, on [-1, 1]². */
export function patchCells(
  image: ArrayLike<number>,
  size: number,
  limit: number,
  frame = 0,
): Cell[] {
  const width = 2 / size;
  return Array.from(image, (value, k) => {
    const x1 = -1 + width * (k % size);
    const y1 = -1 + width * Math.floor(k / size);
    const fill = paleDiverging(value / limit);
    return { frame, x1, x2: x1 + width, y1, y2: y1 + width, fill };
  });
}

/** Draws the cells, each frame in its facet. */
export function patchMark(cells: readonly Cell[]): Plot.Markish {
  return Plot.rect(cells, {
    x1: "x1",
    x2: "x2",
    y1: "y1",
    y2: "y2",
    fx: "frame",
    fill: "fill",
    shapeRendering: "crispEdges",
    className: "patch",
  });
}

interface Arrow {
  readonly frame: number;
  readonly x: number;
  readonly y: number;
  /** Length in pixels. */
  readonly length: number;
  /** Direction in degrees, clockwise from upwards. */
  readonly rotate: number;
}

/**
 * Computes arrows along a field on a grid of count x count cell centres. The longest
 * arrow is as long as the grid allows.
 *
 * @param pixels side of the frame on the screen
 */
export function arrowsOf(
  field: VectorField,
  count: number,
  pixels: number,
  frame = 0,
): Arrow[] {
  const centres = range(count).map((j) => (2 * j + 1) / count - 1);
  const vectors = cross(centres, centres, (y, x) => {
    const [gx, gy] = field(x, y);
    return { x, y, gx, gy, speed: Math.hypot(gx, gy) };
  });
  const fastest = max(vectors, ({ speed }) => speed)! || 1;
  return vectors.map(({ x, y, gx, gy, speed }) => ({
    frame,
    x,
    y,
    length: 0.95 * pixels / count * speed / fastest,
    // On the screen y points down, as in the images.
    rotate: toDegrees(Math.atan2(gx, -gy)),
  }));
}

/** Draws the arrows, each frame's in its facet. */
export function fieldMark(
  arrows: readonly Arrow[],
  strokeWidth: number,
): Plot.Markish {
  return Plot.vector(arrows, {
    x: "x",
    y: "y",
    fx: "frame",
    length: { value: "length", scale: null },
    rotate: "rotate",
    stroke: arrowInk,
    strokeWidth,
    className: "field",
  });
}
