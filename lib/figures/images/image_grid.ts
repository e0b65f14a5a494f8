import { max } from "d3-array";
import type { ImageShape } from "../../datasets/types.ts";
import { svgElement } from "../document.ts";
import type { Part } from "../finish.ts";
import { textWidth } from "../legend.ts";
import { light } from "../palette.ts";
import { channelMean, divergingImage, pixelImage } from "./pixel_image.ts";

/** A row of images of the same kind, one per pair. */
export interface ImageRow {
  /** Label of the row, for example "x₀", "xₜ", "output", "output − xₜ". */
  readonly label: string;
  /** height x width x channels values each, row-major, channels innermost. */
  readonly images: readonly ArrayLike<number>[];
  /**
   * "image" (if left out): values 0 to 1, grey or RGB. "residual": signed
   * values on a diverging scale, symmetric about 0, one scale for the figure.
   */
  readonly scale?: "image" | "residual";
}

/** Data of the figure of image pairs. */
export interface PairRowsData extends ImageShape {
  /** The rows, at least one, with equally many images each. */
  readonly rows: readonly ImageRow[];
  /** Name of the signed values, by default "residual". */
  readonly scaleTitle?: string;
  /**
   * Labels above the columns, one per column, for example each pair's t. A label may
   * have several lines.
   */
  readonly columnLabels?: readonly string[];
  /** Title above the columns' labels, for example "angle t (radians)". */
  readonly columnTitle?: string;
  /** Caption of the figure; by default a general sentence. */
  readonly caption?: string;
}

/** Margin around the pictures, pixels. */
export const MARGIN = 14;

const GAP = 6, WIDEST = 840, LARGEST_CELL = 112;

/** Height of a further line of a column's label, pixels. */
const LABEL_LINE = 17;

/** Positions of the pictures, pixels. */
export interface Grid {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
  /** Left edge of a column, top edge of a row. */
  readonly x: (column: number) => number;
  readonly y: (row: number) => number;
}

/** Computes the layout of the pictures: at most 840 pixels wide, with equal cells. */
export function layout(
  { rows, columnLabels, columnTitle, height, width }: PairRowsData,
): Grid {
  const left = MARGIN + 10 + max(rows, ({ label }) => textWidth(label))!;
  const lines = max(columnLabels ?? [], (label) => label.split("\n").length);
  const top = (lines === undefined ? MARGIN : 32 + (lines - 1) * LABEL_LINE) +
    (columnTitle ? 22 : 0);
  const columns = rows[0].images.length;
  const room = (WIDEST - left - MARGIN) / columns - GAP;
  const cell = Math.min(LARGEST_CELL, room);
  const cellHeight = cell * height / width;
  const x = (column: number) => left + column * (cell + GAP);
  const y = (row: number) => top + row * (cellHeight + GAP);
  return {
    left,
    right: x(columns) - GAP,
    bottom: y(rows.length) - GAP,
    width: cell,
    height: cellHeight,
    x,
    y,
  };
}

/** Draws the labels of rows and columns. */
export function labels(
  document: Document,
  { rows, columnLabels = [], columnTitle }: PairRowsData,
  { left, right, width, height, x, y }: Grid,
): Part[] {
  const text = (value: string, anchor: string) =>
    svgElement(
      document,
      "text",
      { "text-anchor": anchor, dy: "0.35em" },
      value,
    );
  return [
    ...rows.map(({ label }, i) => ({
      element: text(label, "end"),
      x: left - 10,
      y: y(i) + height / 2,
    })),
    ...columnLabels.flatMap((label, j) =>
      label.split("\n").toReversed().map((line, above) => ({
        element: text(line, "middle"),
        x: x(j) + width / 2,
        y: y(0) - 14 - above * LABEL_LINE,
      }))
    ),
    ...(columnTitle
      ? [{
        element: text(columnTitle, "middle"),
        x: (left + right) / 2,
        y: MARGIN + 2,
      }]
      : []),
  ];
}

/**
 * Draws the pictures.
 *
 * @param limit magnitude of a residual at the ends of its scale
 */
export function pictures(
  document: Document,
  data: PairRowsData,
  { width, height, x, y }: Grid,
  limit: number,
): Part[] {
  const box = { width, height };
  return data.rows.flatMap(({ images, scale }, i) =>
    images.map((image, j) => {
      const href = scale === "residual"
        ? divergingImage(channelMean(image, data), data, limit)
        : pixelImage(image, data);
      const cells = svgElement(document, "image", {
        href,
        ...box,
        preserveAspectRatio: "none",
        "image-rendering": "pixelated",
      });
      const edge = { ...box, fill: "none", stroke: light.grid };
      return {
        element: svgElement(
          document,
          "g",
          { class: scale ?? "image" },
          cells,
          svgElement(document, "rect", edge),
        ),
        x: x(j),
        y: y(i),
      };
    })
  );
}
