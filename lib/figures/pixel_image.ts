import { rgb } from "d3";
import { encode } from "fast-png";
import { diverging } from "./palette.ts";

/** The shape of an image; values row-major, channels innermost. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for RGB. */
  readonly channels: number;
}

/** An image of values 0 to 1 (others are clipped) as a PNG in a data URI. */
export function pixelImage(
  values: ArrayLike<number>,
  { height, width, channels }: ImageShape,
): string {
  const data = Uint8Array.from(
    values,
    (value) => Math.round(255 * Math.min(1, Math.max(0, value))),
  );
  return dataUri(encode({ width, height, channels, data }));
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
  const data = new Uint8Array(height * width * 3);
  for (let cell = 0; cell < height * width; cell++) {
    const share = Math.min(1, Math.max(-1, values[cell] / limit));
    const { r, g, b } = rgb(diverging(share));
    data.set([r, g, b], 3 * cell);
  }
  return dataUri(encode({ width, height, channels: 3, data }));
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

function dataUri(png: Uint8Array): string {
  return `data:image/png;base64,${png.toBase64()}`;
}
