import { max, mean } from "d3-array";
import { checkFinite, checkLength, checkNotEmpty } from "../check.ts";
import { COLOR_BAR_HEIGHT, colorBar } from "./color_bar.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { type Block, finishFigure, type Part } from "../finish.ts";
import {
  type ImageRow,
  labels,
  layout,
  MARGIN,
  type PairRowsData,
  pictures,
} from "./image_grid.ts";
import { diverging } from "../palette.ts";
import { channelMean } from "./pixel_image.ts";
import { counted, listInWords, threeDigits } from "../number_words.ts";

const BAR = 200;

/**
 * Draws rows of images, with residuals on a diverging scale with a colour bar.
 *
 * @param by name of the calling function, for messages
 * @param words the figure's name, and its caption if the data have none
 * @throws {RangeError} if there is no image, rows differ in length, or an image does not
 * have height x width x channels finite values
 */
export function imageRowsFigure(
  by: string,
  data: PairRowsData,
  { name, caption }: { readonly name: string; readonly caption: string },
): Figure {
  const document = createDocument();
  return finishFigure(document, {
    name,
    caption: data.caption ?? caption,
    ...imageRows(by, document, data),
    numbers: imageRowsNumbers(data),
  });
}

/** Describes rows of images: their number, their size, and the size of residuals. */
export function imageRowsNumbers(data: PairRowsData): string {
  const { rows, height, width, columnLabels, columnTitle } = data;
  const columns = rows[0].images.length;
  const labels = rows.map(({ label }) => label);
  const residuals = rows.filter(({ scale }) => scale === "residual");
  return [
    `Images of ${width} × ${height} pixels in ${
      counted(columns, "column")
    } and ${counted(rows.length, "row")}: ${listInWords(labels)}.`,
    ...columnLabels === undefined ? [] : [
      `Columns${columnTitle === undefined ? "" : `, ${columnTitle}`}: ${
        columnLabels.map((label) => label.replaceAll("\n", " and ")).join(", ")
      }.`,
    ],
    ...residuals.map((row) =>
      `Root mean square of the row ${row.label}: ${
        threeDigits(rootMeanSquare(row, data))
      }.`
    ),
  ].join(" ");
}

const rootMeanSquare = ({ images }: ImageRow, data: PairRowsData): number =>
  Math.sqrt(
    mean(
      images.flatMap((image) => Array.from(channelMean(image, data))),
      (value) => value ** 2,
    )!,
  );

/** Rows of images as a part of a figure. */
export interface ImageRows extends Block {
  /** Left edge of the first column, pixels. */
  readonly left: number;
}

/**
 * Draws the rows of `imageRowsFigure` as a part of a larger figure.
 *
 * @throws {RangeError} under the conditions of `imageRowsFigure`
 */
export function imageRows(
  by: string,
  document: Document,
  data: PairRowsData,
): ImageRows {
  check(by, data);
  const { rows } = data;
  const grid = layout(data);
  const hasResidual = rows.some(({ scale }) => scale === "residual");
  const limit = residualLimit(data);
  const title = data.scaleTitle ?? "residual";
  const bar = (): Part => ({
    element: colorBar(document, {
      color: diverging,
      limit,
      title: data.channels > 1 ? `${title}, mean over channels` : title,
      width: BAR,
    }),
    x: grid.left,
    y: grid.bottom + 8,
  });
  const right = Math.max(grid.right, hasResidual ? grid.left + BAR : 0);
  return {
    parts: [
      ...labels(document, data, grid),
      ...pictures(document, data, grid, limit),
      ...(hasResidual ? [bar()] : []),
    ],
    left: grid.left,
    width: Math.ceil(right + MARGIN),
    height: Math.ceil(
      grid.bottom + (hasResidual ? COLOR_BAR_HEIGHT + 14 : MARGIN),
    ),
  };
}

/** Computes the largest magnitude of all residuals, rounded up to two digits. */
function residualLimit(data: PairRowsData): number {
  const largest = max(
    data.rows.filter(({ scale }) => scale === "residual"),
    ({ images }) =>
      max(images, (image) => max(channelMean(image, data), Math.abs)),
  );
  if (!largest) return 1;
  const digit = 10 ** (Math.floor(Math.log10(largest)) - 1);
  return Math.ceil(largest / digit - 1e-9) * digit;
}

function check(by: string, data: PairRowsData): void {
  const { rows, columnLabels, height, width, channels } = data;
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(
      `${by}: channels: expected 1 or 3, found ${channels}`,
    );
  }
  checkNotEmpty(`${by}: rows`, rows);
  checkNotEmpty(`${by}: row "${rows[0].label}"`, rows[0].images);
  const columns = rows[0].images.length;
  if (columnLabels) {
    checkLength(`${by}: columnLabels`, columnLabels, columns);
  }
  for (const { label, images } of rows) {
    checkLength(`${by}: row "${label}"`, images, columns);
    images.forEach((image, i) => {
      const name = `${by}: image ${i} of row "${label}"`;
      checkLength(name, image, height * width * channels);
      checkFinite(name, image);
    });
  }
}
