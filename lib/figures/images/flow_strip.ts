import { checkFinite, checkLength, checkNotEmpty } from "../check.ts";
import type { Figure } from "../figure.ts";
import type { ImageRow } from "./image_grid.ts";
import { imageRowsFigure } from "./image_rows.ts";
import { parameterLabel } from "../t_words.ts";
import { tFormat } from "../t_format.ts";

/** Data of the figure of one image under a flow. */
export interface FlowStripData {
  /** The name that the heading shows. */
  readonly transformation: string;
  /** Name of t, for example "angle". */
  readonly parameter?: string;
  /** Unit of t. */
  readonly unit: string;
  /** The times, at least one, ascending. */
  readonly times: readonly number[];
  /** Height of every image, pixels. */
  readonly height: number;
  /** Width of every image, pixels. */
  readonly width: number;
  /** Rows, for example "exact map", "exp(−tG)", "difference"; one image per t. */
  readonly rows: readonly ImageRow[];
  /** Caption of the figure; by default a general sentence. */
  readonly caption?: string;
}

/**
 * Draws figure 7 of the paper: one grey image moved along a flow, one column per t, one
 * row per way to compute it, with differences on a diverging scale.
 *
 * @throws {RangeError} if there is no t or no row, a row does not have one image per t,
 * or an image does not have height x width finite values
 */
export function flowStripFigure(data: FlowStripData): Figure {
  const { transformation, parameter, unit, times, rows, ...rest } = data;
  checkNotEmpty("flowStripFigure: times", times);
  checkFinite("flowStripFigure: times", times);
  for (const { label, images } of rows) {
    checkLength(`flowStripFigure: row "${label}"`, images, times.length);
  }
  const columnTitle = parameterLabel(parameter, unit);
  const strip = {
    ...rest,
    rows,
    channels: 1,
    columnLabels: times.map(tFormat(times)),
    columnTitle,
  };
  return imageRowsFigure("flowStripFigure", strip, {
    name: "flow-strip",
    caption:
      `One image under the flow of ${transformation}, one column per ${columnTitle}: ${
        rows.map(({ label }) => label).join(", ")
      }.`,
  });
}
