import type { RowImage, Size } from "../images/area_average.ts";

/** The formats of pictures that are read, in words. */
export const PICTURE_FORMATS = "PNG, JPEG, WebP, GIF, BMP or TIFF";

/** The header of a picture file. */
export interface PictureHead extends Size {
  /**
   * Channels of the decoded picture: 1 for gray, 3 for colour; transparency and black
   * ink are converted.
   */
  readonly channels: 1 | 3;
  /** EXIF orientation of the stored image, 1 to 8. */
  readonly orientation: number;
  /** Whether a value has more than 8 bits. */
  readonly deep: boolean;
}

/** A decoded picture as it is stored, not yet upright; values from 0 to 1. */
export interface DecodedPicture extends PictureHead, RowImage {
  readonly channels: 1 | 3;
}

/**
 * Largest number of pixels of a picture: 64 binary megapixels, which includes the
 * 9248 x 6936 pixels of sensors that are sold as 64 megapixels.
 */
export const MOST_PIXELS = 2 ** 26;

/**
 * Checks the size of an image before it is decoded.
 *
 * @throws Error for an image that is empty, or too large to be decoded.
 */
export function checkPixels(
  { height, width }: Size,
  most: number = MOST_PIXELS,
): void {
  if (height < 1 || width < 1) throw new Error(`${height} x ${width} pixels`);
  if (height * width <= most) return;
  throw new Error(
    `${height} x ${width} pixels, more than the ${
      most / 2 ** 20
    } megapixels that are read; scale it down first`,
  );
}

/**
 * The background of transparent pixels: middle gray, on which both black and white ink
 * remain visible.
 */
const BACKGROUND = 0.5;

/** Blends a value, 0 to 1, with the background by its opacity. */
export const onBackground = (value: number, alpha: number): number =>
  alpha * value + (1 - alpha) * BACKGROUND;

/**
 * Reads rows of a decoded picture, with transparent pixels on the background.
 *
 * @param data Red, green, blue and opacity of each pixel, row by row.
 * @param channels 1 where red, green and blue are equal.
 */
export function rgbaRows(
  data: ArrayLike<number>,
  { width, channels }: Pick<PictureHead, "width" | "channels">,
): RowImage["row"] {
  return (y, into) => {
    for (let x = 0; x < width; x++) {
      const from = 4 * (y * width + x), alpha = data[from + 3] / 255;
      for (let c = 0; c < channels; c++) {
        into[x * channels + c] = onBackground(data[from + c] / 255, alpha);
      }
    }
  };
}
