import { rgb } from "d3-color";
import { encode } from "fast-png";
import type { ImageShape } from "../../datasets/types.ts";
import { diverging } from "../palette.ts";

/** Makes a PNG in a data URI from an image of values 0 to 1; others are clipped. */
export function pixelImage(
  values: ArrayLike<number>,
  shape: ImageShape,
): string {
  return bytesImage(pixelBytes(values), shape);
}

/** Converts values 0 to 1 to bytes; others are clipped. */
export function pixelBytes(values: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(
    values,
    (value) => Math.round(255 * Math.min(1, Math.max(0, value))),
  );
}

/** Makes a PNG in a data URI from an image of bytes. */
export function bytesImage(
  data: Uint8Array,
  { height, width, channels }: ImageShape,
): string {
  const png = encode({ width, height, channels, data });
  const characters = Array.from(png, (byte) => String.fromCharCode(byte));
  return `data:image/png;base64,${btoa(characters.join(""))}`;
}

/**
 * Makes a PNG in a data URI from a signed image on the diverging scale, white at 0.
 *
 * @param values height x width, one channel: see `channelMean`
 * @param limit the magnitude at the scale's ends
 */
export function divergingImage(
  values: ArrayLike<number>,
  { height, width }: ImageShape,
  limit: number,
): string {
  const data = colorBytes(values, limit, diverging);
  return bytesImage(data, { height, width, channels: 3 });
}

/**
 * Converts signed values to colours of a diverging scale, three bytes each.
 *
 * @param limit the magnitude at the scale's ends
 * @param color colour of a value from -1 to 1
 */
export function colorBytes(
  values: ArrayLike<number>,
  limit: number,
  color: (value: number) => string,
): Uint8Array {
  const data = new Uint8Array(values.length * 3);
  for (let i = 0; i < values.length; i++) {
    const share = Math.min(1, Math.max(-1, values[i] / limit));
    const { r, g, b } = rgb(color(share));
    data.set([r, g, b], 3 * i);
  }
  return data;
}

/** Computes the mean over the channels, height x width. */
export function channelMean(
  values: ArrayLike<number>,
  { height, width, channels }: ImageShape,
): Float64Array {
  const mean = new Float64Array(height * width);
  for (let i = 0; i < values.length; i++) {
    mean[Math.floor(i / channels)] += values[i] / channels;
  }
  return mean;
}
