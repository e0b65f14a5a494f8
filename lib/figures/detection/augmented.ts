import type { MovedPicture } from "../../detection/augment.ts";
import type { Picture } from "../../detection/use.ts";
import type { Figure } from "../figure.ts";
import { grays } from "../images/grays.ts";
import { imageRowsFigure } from "../images/image_rows.ts";

/**
 * Draws images, one per column, and below each its moved copies. All have one channel
 * and one size.
 *
 * @param copies Copies of the first image, then of the second, and so on, as returned by
 * `augment`; equally many of each.
 * @throws {RangeError} if there is none, or the sizes differ
 */
export function augmentedFigure(
  images: readonly Picture[],
  copies: readonly MovedPicture[],
): Figure {
  const [{ height, width, channels }] = images;
  const rows = copies.length / images.length;
  const pixels = [...images, ...copies].map(({ pixels }) => pixels);
  const shown = grays(pixels);
  return imageRowsFigure("augmentedFigure", {
    height,
    width,
    channels,
    rows: [
      { label: "image", images: images.map(({ pixels }) => shown(pixels)) },
      ...Array.from({ length: rows }, (_, row) => ({
        label: `copy ${row + 1}`,
        images: images.map((_, i) => shown(copies[i * rows + row].pixels)),
      })),
    ],
  }, {
    name: "augmented",
    caption: `Images, one per column, and copies of them, each moved ${
      typeof copies[0].t === "number"
        ? "along the flow by a t that was"
        : "by parameters, one per generator, that were"
    } drawn from the distribution found.`,
  });
}
