import { max } from "d3-array";
import type { VectorField } from "../../lie/basis.ts";
import { checkFinite, checkLength } from "../check.ts";
import { svgElement } from "../document.ts";
import { arrowsOf } from "../latent/latent_marks.ts";
import { paleDiverging } from "../palette.ts";
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

/**
 * Computes the arrows of a regular grid on the frame that begin within the extent and
 * are finite and not 0.
 *
 * @param count number of arrows along the frame
 * @param frame side of the frame, pixels
 */
export function arrowsWithin(
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
