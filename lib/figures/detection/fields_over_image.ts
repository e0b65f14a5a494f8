import { max } from "d3-array";
import type { VectorField } from "../../lie/basis.ts";
import { checkNotEmpty } from "../check.ts";
import { createDocument } from "../document.ts";
import {
  checkFramedImage,
  extentPicture,
  fieldPlot,
  type FramedImage,
} from "./field_parts.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";
import { generatorLabel, symbolOf } from "./generator_label.ts";
import { fieldInWords } from "../number_words.ts";

/** One of several fields, with its name. */
export interface NamedField {
  /** The field's name, if the generator may be used. */
  readonly name?: string;
  /** The field, in half-frames; arrows are left out where it is not finite. */
  readonly field: VectorField;
}

/** Data of the figure of several fields over an image. */
export interface FieldsOverImageData extends FramedImage {
  /** The fields, at least one. */
  readonly generators: readonly NamedField[];
  /** Caption of the figure; by default a general sentence. */
  readonly caption?: string;
}

/** Margins and gaps of the panels, pixels, and number of arrows along the frame. */
const LEFT = 58, MARGIN = 16, GAP = 26, BOTTOM = 46, ARROWS = 11;

/** Gaps between a label and its panel, and above the label, pixels. */
const BELOW_LABEL = 8, ABOVE_LABEL = 12;

/** Width of the frames in pixels, by the number of panels per row. */
const FRAMES: Readonly<Record<number, number>> = { 1: 300, 2: 300, 3: 224 };

/** Least width of a label, pixels; panels of narrow images are farther apart. */
const LEAST_LABEL = 150;

/**
 * Draws the vector fields of several generators as arrows over an image, one panel per
 * generator with its name above. x points right and y down, both in half-frames.
 *
 * @throws {RangeError} if there is no generator, the image does not have side^2 finite
 * values, or its extent is not above 0 and at most 1
 */
export function fieldsOverImageFigure(data: FieldsOverImageData): Figure {
  const { generators, extent } = data;
  checkNotEmpty("fieldsOverImageFigure: generators", generators);
  checkFramedImage("fieldsOverImageFigure", data);
  const document = createDocument();
  const number = generators.length;
  const columns = number === 4 ? 2 : Math.min(number, 3);
  const frame = FRAMES[columns];
  const [width, height] = [frame * extent.x, frame * extent.y];
  const cell = Math.max(width, LEAST_LABEL);
  const labels = generators.map(({ name }, k) =>
    generatorLabel(document, k, name, cell)
  );
  const above = ABOVE_LABEL + max(labels, (label) => label.height)! +
    BELOW_LABEL;
  const pitch = above + height + BOTTOM;
  return finishFigure(document, {
    name: "fields",
    caption: data.caption ?? captionOf(generators),
    numbers: `Half-frames per unit of t. ${
      generators.map(({ name, field }, k) =>
        `${symbolOf(k)}${name === undefined ? "" : `, ${name}`}: ${
          fieldInWords(field)
        }.`
      ).join(" ")
    }`,
    width: Math.ceil(LEFT + columns * (cell + GAP) - GAP + MARGIN),
    height: Math.ceil(pitch * Math.ceil(number / columns)),
    parts: generators.flatMap(({ field }, k) => {
      const column = k % columns;
      const x = LEFT + column * (cell + GAP);
      const y = Math.floor(k / columns) * pitch + above;
      return [
        { element: labels[k].element, x, y: y - BELOW_LABEL },
        { element: extentPicture(document, data, frame), x, y },
        {
          element: fieldPlot(document, field, extent, {
            frame,
            margins: { top: 0, left: LEFT, bottom: BOTTOM, right: MARGIN },
            arrows: { count: ARROWS, width: 1.4 },
            xLabel: [width > 120 ? "x (half-frames)" : "x", BOTTOM - 10],
            withY: column === 0,
          }),
          x: x - LEFT,
          y,
        },
      ];
    }),
  });
}

function captionOf(generators: readonly NamedField[]): string {
  const found = generators.every(({ name }) => name !== undefined)
    ? "found"
    : "fitted, not to be used";
  return `The vector fields of the ${generators.length} generators that were ${found} (arrows, the longest of each panel equally long), over the mean image (white is its background). x and y are in half-frames, y points down.`;
}
