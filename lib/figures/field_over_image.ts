import * as Plot from "@observablehq/plot";
import { format, max } from "d3";
import type { VectorField } from "../lie/basis.ts";
import { checkFinite, checkLength } from "./check.ts";
import { createDocument, svgElement } from "./document.ts";
import type { Figure } from "./figure.ts";
import { finishFigure } from "./finish.ts";
import { arrowsOf, fieldMark } from "./latent_marks.ts";
import { light, paleDiverging } from "./palette.ts";
import { bytesImage, colorBytes } from "./pixel_image.ts";
import { axisLabel, plotStyle } from "./plot_style.ts";

/** What the figure of a field over an image shows. */
export interface FieldOverImageData {
  /** What the field is, for example "rotation about (0.00, 0.00)", if it is used. */
  readonly name?: string;
  /** Half-frames to half-frames; arrows where it is not finite are left out. */
  readonly field: VectorField;
  /** side x side signed values, row-major; the frame spans -1 to 1 both ways. */
  readonly image: ArrayLike<number>;
  readonly side: number;
  /** Where the image ends, half-frames from the middle, above 0 and up to 1. */
  readonly extent: { readonly x: number; readonly y: number };
  /** What the image is; "the mean image" if left out. */
  readonly imageName?: string;
}

/** Pixels of the frame, and margins; arrows along the frame. */
const FRAME = 420, LEFT = 58, TOP = 12, RIGHT = 16, BOTTOM = 48, ARROWS = 15;

/** Of an axis' label from the axis, pixels. */
const LABEL = 38;

/**
 * A vector field as arrows over an image, on an even grid, the longest as long
 * as the grid allows. x points right and y down, both in half-frames.
 *
 * @throws {RangeError} if the image hasn't side^2 finite values, or its extent
 * is not above 0 and at most 1
 */
export function fieldOverImageFigure(data: FieldOverImageData): Figure {
  const { name, image, side, extent, imageName = "the mean image" } = data;
  checkLength("fieldOverImageFigure: image", image, side * side);
  checkFinite("fieldOverImageFigure: image", image);
  for (const [axis, end] of Object.entries(extent)) {
    if (!(end > 0 && end <= 1)) {
      throw new RangeError(
        `fieldOverImageFigure: extent: expected above 0 and at most 1 along ${axis}, found ${end}`,
      );
    }
  }
  const document = createDocument();
  const [width, height] = [FRAME * extent.x, FRAME * extent.y];
  return finishFigure(document, {
    name: "field",
    caption: `The vector field that was ${
      name === undefined ? "fitted, not to be used" : `found: ${name}`
    } (arrows), over ${imageName} (white is its background).`,
    width: Math.ceil(LEFT + width + RIGHT),
    height: Math.ceil(TOP + height + BOTTOM),
    parts: [
      { element: picture(document, data, width, height), x: LEFT, y: TOP },
      { element: plot(document, data, width, height), x: 0, y: 0 },
    ],
  });
}

/** What lies within the extent, cut off there. */
function picture(
  document: Document,
  { image, side }: FieldOverImageData,
  width: number,
  height: number,
): Element {
  const limit = max(Array.from(image), Math.abs) || 1;
  const data = colorBytes(image, limit, paleDiverging);
  const whole = svgElement(document, "image", {
    href: bytesImage(data, { height: side, width: side, channels: 3 }),
    x: (width - FRAME) / 2,
    y: (height - FRAME) / 2,
    width: FRAME,
    height: FRAME,
    preserveAspectRatio: "none",
    "image-rendering": "pixelated",
  });
  const window = { width, height, viewBox: `0 0 ${width} ${height}` };
  return svgElement(
    document,
    "g",
    { class: "picture" },
    svgElement(document, "svg", window, whole),
  );
}

function plot(
  document: Document,
  { field, extent }: FieldOverImageData,
  width: number,
  height: number,
) {
  const ends = { x: [-extent.x, extent.x], y: [extent.y, -extent.y] };
  const axis = (end: number) => ({
    ticks: end >= 0.5 ? [-end, 0, end] : [0],
    tickFormat: format(".2~f"),
  });
  return Plot.plot({
    ...plotStyle(document),
    width: LEFT + width + RIGHT,
    height: TOP + height + BOTTOM,
    marginTop: TOP,
    marginLeft: LEFT,
    marginBottom: BOTTOM,
    marginRight: RIGHT,
    x: { domain: ends.x },
    y: { domain: ends.y },
    fx: { axis: null, padding: 0, round: false },
    marks: [
      fieldMark(arrowsWithin(field, extent), 1.6),
      Plot.axisX({
        ...axis(extent.x),
        ...axisLabel("x (half-frames)", LABEL),
      }),
      Plot.axisY({
        ...axis(extent.y),
        ...axisLabel(height > 180 ? "y (half-frames, down)" : "y", LEFT - 8),
      }),
      Plot.frame({ stroke: light.ink }),
    ],
  });
}

/** The arrows of an even grid on the frame that begin within the image. */
function arrowsWithin(
  field: VectorField,
  { x, y }: FieldOverImageData["extent"],
) {
  const finite: VectorField = (px, py) => {
    const [gx, gy] = field(px, py);
    const seen = Math.abs(px) <= x && Math.abs(py) <= y;
    return seen && Number.isFinite(gx + gy) ? [gx, gy] : [0, 0];
  };
  return arrowsOf(finite, ARROWS, FRAME).filter(({ length }) => length > 0);
}
