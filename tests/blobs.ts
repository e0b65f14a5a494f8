import type { ImageSet } from "#lib/datasets/types.ts";
import type { RandomStream } from "#lib/random/streams.ts";

/**
 * Smooth images: each is the sum of a few Gaussian blobs in the middle of the frame,
 * with values from 0 to 1.
 *
 * @param size Rows and columns.
 */
export function blobs(
  count: number,
  size: number,
  stream: RandomStream,
): ImageSet {
  const pixels = new Float32Array(count * size * size);
  for (let image = 0; image < count; image++) {
    const peaks = Array.from({ length: 4 }, () => ({
      x: 1.2 * stream() - 0.6,
      y: 1.2 * stream() - 0.6,
      width: 0.16 + 0.1 * stream(),
      height: 0.3 + 0.7 * stream(),
    }));
    const part = pixels.subarray(
      image * size * size,
      (image + 1) * size * size,
    );
    part.forEach((_, i) => {
      const x = (i % size - (size - 1) / 2) / (size / 2);
      const y = (Math.floor(i / size) - (size - 1) / 2) / (size / 2);
      const value = peaks.reduce((sum, peak) => {
        const r2 = (x - peak.x) ** 2 + (y - peak.y) ** 2;
        return sum + peak.height * Math.exp(-r2 / (2 * peak.width ** 2));
      }, 0);
      part[i] = Math.min(1, value);
    });
  }
  return {
    name: "blobs",
    count,
    height: size,
    width: size,
    channels: 1,
    pixels,
  };
}
