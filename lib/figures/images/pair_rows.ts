import type { Figure } from "../figure.ts";
import type { PairRowsData } from "./image_grid.ts";
import { imageRowsFigure } from "./image_rows.ts";

export type { ImageRow, PairRowsData } from "./image_grid.ts";

/**
 * Rows of images, a column per pair: x0, xt, the model's output, and the
 * residual on a diverging scale with its colour bar.
 *
 * @throws {RangeError} if there is no image, rows differ in length, or an
 * image hasn't height x width x channels finite values
 */
export function pairRowsFigure(data: PairRowsData): Figure {
  return imageRowsFigure("pairRowsFigure", data, {
    name: "pair-rows",
    caption: pairRowsCaption(data),
  });
}

/** What the pictures show: the data's own words, or a general sentence. */
export function pairRowsCaption({ rows, caption }: PairRowsData): string {
  const labels = rows.map(({ label }) => label).join(", ");
  return caption ?? `Pairs, one per column: ${labels}.`;
}
