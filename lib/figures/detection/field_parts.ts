import * as Plot from "@observablehq/plot";
import { max } from "d3-array";
import { format } from "d3-format";
import type { VectorField } from "../../lie/basis.ts";
import { checkFinite, checkLength } from "../check.ts";
import { svgElement } from "../document.ts";
import { arrowsOf, fieldMark } from "../latent/latent_marks.ts";
import { light, paleDiverging } from "../palette.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { bytesImage, colorBytes } from "../images/pixel_image.ts";

/** A signed image in a square frame that spans -1 to 1 half-frames along both axes. */
export interface FramedImage {
  /** The image, side x side values, row-major. */
  readonly image: ArrayLike<number>;
  /** Cells per side of the frame. */
  readonly side: number;
  /**
   * Distance of the image's edges from the middle, in half-frames, above 0 and up to 1.
   */
  readonly extent: { readonly x: number; readonly y: number };
}

/**
 * Checks an image and its extent.
 *
 * @param by The figure's function, for the message.
 * @throws {RangeError} if the image does not have side^2 finite values, or its extent is
 * not above 0 and at most 1
 */
export function checkFramedImage(
  by: string,
  { image, side, extent }: FramedImage,
): void {
  checkLength(`${by}: image`, image, side * side);
  checkFinite(`${by}: image`, image);
  for (const [axis, end] of Object.entries(extent)) {
    if (!(end > 0 && end <= 1)) {
      throw new RangeError(
        `${by}: extent: expected above 0 and at most 1 along ${axis}, found ${end}`,
      );
    }
  }
}

/**
 * Draws the part of an image within its extent, in pale colours.
 *
 * @param frame side of the frame, pixels
 */
export function extentPicture(
  document: Document,
  { image, side, extent }: FramedImage,
  frame: number,
): Element {
  const [width, height] = [frame * extent.x, frame * extent.y];
  const limit = max(Array.from(image), Math.abs) || 1;
  const data = colorBytes(image, limit, paleDiverging);
  const whole = svgElement(document, "image", {
    href: bytesImage(data, { height: side, width: side, channels: 3 }),
    x: (width - frame) / 2,
    y: (height - frame) / 2,
    width: frame,
    height: frame,
    preserveAspectRatio: "none",
    "image-rendering": "pixelated",
  });
  const window = { width, height, viewBox: `0 0 ${width} ${height}` };
  return svgElement(
    document,
    "g",
    { class: "picture" },
    svgElement(document, "svg", window, whole),
  );
}

/** Layout of the plot of a field over an image. */
interface FieldPlotOptions {
  /** Side of the frame, pixels. */
  readonly frame: number;
  /** Margins around the image, pixels. */
  readonly margins: Readonly<
    Record<"top" | "left" | "bottom" | "right", number>
  >;
  /** Number of arrows along the frame, and width of their lines, pixels. */
  readonly arrows: { readonly count: number; readonly width: number };
  /** Label of the axis of x, and its distance from the axis, pixels. */
  readonly xLabel: readonly [label: string, distance: number];
  /** Whether there is an axis of y. */
  readonly withY: boolean;
}

/**
 * Draws a field as arrows with a frame and axes in half-frames, to be laid over the
 * picture of {@linkcode extentPicture}.
 */
export function fieldPlot(
  document: Document,
  field: VectorField,
  extent: FramedImage["extent"],
  { frame, margins, arrows, xLabel, withY }: FieldPlotOptions,
) {
  const [width, height] = [frame * extent.x, frame * extent.y];
  const { top, left, bottom, right } = margins;
  const axis = (end: number) => ({
    ticks: end >= 0.5 ? [-end, 0, end] : [0],
    tickFormat: format(".2~f"),
  });
  const yLabel = height > 180 ? "y (half-frames, down)" : "y";
  return Plot.plot({
    ...plotStyle(document),
    width: left + width + right,
    height: top + height + bottom,
    marginTop: top,
    marginLeft: left,
    marginBottom: bottom,
    marginRight: right,
    x: { domain: [-extent.x, extent.x], axis: null },
    y: { domain: [extent.y, -extent.y], axis: null },
    fx: { axis: null, padding: 0, round: false },
    marks: [
      fieldMark(
        arrowsWithin(field, extent, arrows.count, frame),
        arrows.width,
      ),
      Plot.axisX({ ...axis(extent.x), ...axisLabel(...xLabel) }),
      ...withY
        ? [Plot.axisY({ ...axis(extent.y), ...axisLabel(yLabel, left - 8) })]
        : [],
      Plot.frame({ stroke: light.ink }),
    ],
  });
}

/**
 * Computes the arrows of a regular grid on the frame that begin within the extent and
 * are finite and not 0.
 *
 * @param count number of arrows along the frame
 * @param frame side of the frame, pixels
 */
function arrowsWithin(
  field: VectorField,
  { x, y }: FramedImage["extent"],
  count: number,
  frame: number,
) {
  const finite: VectorField = (px, py) => {
    const [gx, gy] = field(px, py);
    const seen = Math.abs(px) <= x && Math.abs(py) <= y;
    return seen && Number.isFinite(gx + gy) ? [gx, gy] : [0, 0];
  };
  return arrowsOf(finite, count, frame).filter(({ length }) => length > 0);
}
