import type { ImageSet } from "#lib/datasets/types.ts";
import type { RandomStream } from "#lib/random/streams.ts";

const WAVES = 6;

/** Colour images of waves that continue beyond the frame, as photographs do. */
export function textures(
  count: number,
  size: number,
  stream: RandomStream,
): ImageSet {
  const pixels = new Float32Array(count * size * size * 3);
  for (let image = 0; image < count; image++) {
    const waves = Array.from({ length: WAVES }, () => ({
      kx: 12 * (stream() - 0.5),
      ky: 12 * (stream() - 0.5),
      phase: 2 * Math.PI * stream(),
      colour: [stream(), stream(), stream()],
    }));
    for (let pixel = 0; pixel < size * size; pixel++) {
      const x = (pixel % size - (size - 1) / 2) / (size / 2);
      const y = (Math.floor(pixel / size) - (size - 1) / 2) / (size / 2);
      for (let channel = 0; channel < 3; channel++) {
        const sum = waves.reduce(
          (sum, { kx, ky, phase, colour }) =>
            sum + colour[channel] * Math.cos(kx * x + ky * y + phase),
          0,
        );
        pixels[(image * size * size + pixel) * 3 + channel] = 0.5 +
          0.5 * sum / WAVES;
      }
    }
  }
  return {
    name: "textures",
    count,
    height: size,
    width: size,
    channels: 3,
    surroundings: "unknown",
    pixels,
  };
}
