import type { VectorField } from "../../lie/basis.ts";
import { createDocument } from "../document.ts";
import {
  checkFramedImage,
  extentPicture,
  fieldPlot,
  type FramedImage,
} from "./field_parts.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";
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

/** Distance of the label of x from its axis, pixels. */
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
      {
        element: fieldPlot(document, data.field, extent, {
          frame: FRAME,
          margins: { top: TOP, left: LEFT, bottom: BOTTOM, right: RIGHT },
          arrows: { count: ARROWS, width: 1.6 },
          xLabel: ["x (half-frames)", LABEL],
          withY: true,
        }),
        x: 0,
        y: 0,
      },
    ],
  });
}
