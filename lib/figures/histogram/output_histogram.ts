import { checkLength } from "../check.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure, shifted } from "../finish.ts";
import {
  type ParameterHistogramData,
  parametersNumbers,
} from "./histogram_data.ts";
import { HISTOGRAM_LEFT, histogramRows } from "./histogram_rows.ts";
import { MARGIN, type PairRowsData } from "../images/image_grid.ts";
import { imageRows, imageRowsNumbers } from "../images/image_rows.ts";
import { pairRowsCaption } from "../images/pair_rows.ts";
import { parameterHistogramCaption } from "./parameter_histogram.ts";
import { LINE_HEIGHT, textLines, wrapped } from "../wrap.ts";

/** Data of the figure of a run's output and its distribution of t. */
export interface OutputHistogramData {
  /** The figure's name, for example "figure-5". */
  readonly name: string;
  /** Title of the run, for example "Scaling on CIFAR-10". */
  readonly title: string;
  /** Pairs, the model's outputs and the residuals. */
  readonly rows: PairRowsData;
  /** The t of all pairs. */
  readonly histogram: ParameterHistogramData;
}

/** Height of a histogram's row, its least width, and sizes of the title, pixels. */
const ROW = 130, NARROWEST = 640, TITLE = 15, BETWEEN = 8;

/** Relative width of bold text. */
const BOLD = 1.15;

/**
 * Draws figures 4 to 6 of the paper, "output and learned histogram": pairs of images
 * with the model's output and the residual, and below them the distributions of the
 * true, the t-network's and the refined t, aligned with the pictures.
 *
 * @throws {RangeError} if there is no image, rows differ in length, an image does not
 * have height x width x channels finite values, or the lists of t are empty, differ in
 * length or contain a number that is not finite
 */
export function outputHistogramFigure(data: OutputHistogramData): Figure {
  const { name, title, histogram } = data;
  const by = "outputHistogramFigure";
  for (const list of ["truth", "refined"] as const) {
    const values = histogram[list];
    if (values === undefined) continue;
    checkLength(`${by}: ${list}`, values, histogram.network.length);
  }
  const document = createDocument();
  const images = imageRows(by, document, data.rows);
  const width = Math.max(images.width, NARROWEST);
  const indent = Math.max(0, images.left - HISTOGRAM_LEFT);
  const below = histogramRows(by, document, histogram, {
    width: width - indent,
    row: ROW,
  });
  const left = Math.max(images.left, HISTOGRAM_LEFT);
  const lines = wrapped(title, (width - left - MARGIN) / BOLD, TITLE);
  const top = MARGIN + lines.length * LINE_HEIGHT * TITLE;
  const bold = { "font-weight": "bold" };
  return finishFigure(document, {
    name,
    caption: `${title}: output and learned histogram. ${
      pairRowsCaption(data.rows)
    } ${parameterHistogramCaption(histogram)}`,
    numbers: `${imageRowsNumbers(data.rows)} ${parametersNumbers(histogram)}`,
    width,
    height: Math.ceil(top + images.height + BETWEEN + below.height),
    parts: [
      {
        element: textLines(document, lines, TITLE, bold),
        x: left,
        y: top - 4,
      },
      ...shifted(images, left - images.left, top),
      ...shifted(below, indent, top + images.height + BETWEEN),
    ],
  });
}
