import { type RandomStream, shuffled } from "../random/streams.ts";
import type { ImageSet } from "./types.ts";

/**
 * A few of the images, drawn without repetition; all of them, as they are, where
 * there are no more.
 *
 * @param most how many, at least 1
 * @param stream where the randomness comes from
 */
export function someImages(
  images: ImageSet,
  most: number,
  stream: RandomStream,
): ImageSet {
  if (images.count <= most) return images;
  const size = images.pixels.length / images.count;
  const pixels = new Float32Array(most * size);
  shuffled(images.count, stream).subarray(0, most).forEach((image, i) =>
    pixels.set(
      images.pixels.subarray(image * size, (image + 1) * size),
      i * size,
    )
  );
  return { ...images, count: most, pixels };
}
