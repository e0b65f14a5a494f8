import { rgb } from "d3-color";
import { encode } from "fast-png";
import type { ImageShape } from "../../datasets/types.ts";
import { diverging } from "../palette.ts";

/** An image of values 0 to 1 (others are clipped) as a PNG in a data URI. */
export function pixelImage(
  values: ArrayLike<number>,
  shape: ImageShape,
): string {
  return bytesImage(pixelBytes(values), shape);
}

/** Values 0 to 1 (others are clipped) as bytes. */
export function pixelBytes(values: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(
    values,
    (value) => Math.round(255 * Math.min(1, Math.max(0, value))),
  );
}

/** An image of bytes as a PNG in a data URI. */
export function bytesImage(
  data: Uint8Array,
  { height, width, channels }: ImageShape,
): string {
  const png = encode({ width, height, channels, data });
  const characters = Array.from(png, (byte) => String.fromCharCode(byte));
  return `data:image/png;base64,${btoa(characters.join(""))}`;
}

/**
 * A signed image on the diverging scale, white at 0, as a PNG in a data URI.
 *
 * @param values height x width, one channel: see `channelMean`
 * @param limit the magnitude that gets the scale's ends
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
 * Signed values on a diverging scale, three bytes each.
 *
 * @param limit the magnitude that gets the scale's ends
 * @param color of a value from -1 to 1
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

/** The mean over the channels, height x width. */
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
