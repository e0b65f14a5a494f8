import { checkFinite, checkLength, checkNotEmpty } from "../check.ts";
import type { Figure } from "../figure.ts";
import type { ImageRow } from "./image_grid.ts";
import { imageRowsFigure } from "./image_rows.ts";
import { parameterLabel } from "../plot_style.ts";
import { tFormat } from "../t_format.ts";

/** What the figure of one image under a flow shows. */
export interface FlowStripData {
  /** The name that the heading shows. */
  readonly transformation: string;
  /** Name of t, for example "angle". */
  readonly parameter?: string;
  /** Unit of t. */
  readonly unit: string;
  /** At least one, increasing. */
  readonly times: readonly number[];
  /** Height of every image, pixels. */
  readonly height: number;
  /** Width of every image, pixels. */
  readonly width: number;
  /** For example "exact map", "exp(−tG)", "difference"; an image for each t. */
  readonly rows: readonly ImageRow[];
  /** Says what the pictures show; a general sentence if left out. */
  readonly caption?: string;
}

/**
 * Figure 7 of the paper: one grey image as a flow moves it, a column per t, a
 * row a way to compute it; differences on a diverging scale.
 *
 * @throws {RangeError} if there is no t or no row, a row hasn't one image for
 * each t, or an image hasn't height x width finite values
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
      `One image under the flow of ${transformation}, a column for each ${columnTitle}: ${
        rows.map(({ label }) => label).join(", ")
      }.`,
  });
}
