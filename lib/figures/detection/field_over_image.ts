import * as Plot from "@observablehq/plot";
import { format } from "d3-format";
import type { VectorField } from "../../lie/basis.ts";
import { createDocument } from "../document.ts";
import {
  arrowsWithin,
  checkFramedImage,
  extentPicture,
  type FramedImage,
} from "./field_parts.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";
import { fieldMark } from "../latent/latent_marks.ts";
import { light } from "../palette.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { fieldInWords } from "../number_words.ts";

/** Data of the figure of a field over an image. */
export interface FieldOverImageData extends FramedImage {
  /** Name of the field, for example "rotation about (0.00, 0.00)", if it may be used. */
  readonly name?: string;
  /** The field, in half-frames; arrows are left out where it is not finite. */
  readonly field: VectorField;
  /** Name of the image, by default "the mean image". */
  readonly imageName?: string;
}

/** Size of the frame and margins, pixels, and number of arrows along the frame. */
const FRAME = 420, LEFT = 58, TOP = 12, RIGHT = 16, BOTTOM = 48, ARROWS = 15;

/** Distance of an axis' label from the axis, pixels. */
const LABEL = 38;

/**
 * Draws a vector field as arrows over an image, on a regular grid. The longest arrow is
 * as long as the grid allows. x points right and y down, both in half-frames.
 *
 * @throws {RangeError} if the image does not have side^2 finite values, or its extent is
 * not above 0 and at most 1
 */
export function fieldOverImageFigure(data: FieldOverImageData): Figure {
  const { name, extent, imageName = "the mean image" } = data;
  checkFramedImage("fieldOverImageFigure", data);
  const document = createDocument();
  const [width, height] = [FRAME * extent.x, FRAME * extent.y];
  return finishFigure(document, {
    name: "field",
    caption: `The vector field that was ${
      name === undefined ? "fitted, not to be used" : `found: ${name}`
    } (arrows), over ${imageName} (white is its background).`,
    numbers: `Half-frames per unit of t: ${fieldInWords(data.field)}.`,
    width: Math.ceil(LEFT + width + RIGHT),
    height: Math.ceil(TOP + height + BOTTOM),
    parts: [
      { element: extentPicture(document, data, FRAME), x: LEFT, y: TOP },
      { element: plot(document, data, width, height), x: 0, y: 0 },
    ],
  });
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
      fieldMark(arrowsWithin(field, extent, ARROWS, FRAME), 1.6),
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
