import type { Figure } from "../figure.ts";
import type { ImageRow, PairRowsData } from "./image_grid.ts";
import { imageRowsFigure } from "./image_rows.ts";

export type { ImageRow, PairRowsData } from "./image_grid.ts";

/**
 * Draws rows of images, one column per pair: x0, xt, the model's output, and the
 * residual on a diverging scale with a colour bar.
 *
 * @throws {RangeError} if there is no image, rows differ in length, or an image does not
 * have height x width x channels finite values
 */
export function pairRowsFigure(data: PairRowsData): Figure {
  return imageRowsFigure("pairRowsFigure", data, {
    name: "pair-rows",
    caption: pairRowsCaption(data),
  });
}

/**
 * Makes rows that compare images with xt: x0, xt, the images, and their difference from
 * xt.
 *
 * @param label label of the images
 */
export const comparedRows = (
  x0: readonly Float32Array[],
  xt: readonly Float32Array[],
  label: string,
  images: readonly Float32Array[],
): ImageRow[] => [
  { label: "x0", images: x0 },
  { label: "xt", images: xt },
  { label, images },
  {
    label: "residual",
    images: images.map((image, i) => image.map((v, k) => v - xt[i][k])),
    scale: "residual",
  },
];

/** Makes the caption: that of the data, or a general sentence. */
export function pairRowsCaption({ rows, caption }: PairRowsData): string {
  const labels = rows.map(({ label }) => label).join(", ");
  return caption ?? `Pairs, one per column: ${labels}.`;
}
