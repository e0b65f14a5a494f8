import { type RandomStream, shuffled } from "../random/streams.ts";
import type { ImageSet } from "./types.ts";

/**
 * Draws some of the images without replacement. If there are no more than `most`, it
 * returns all of them, unchanged.
 *
 * @param most largest number of images, at least 1
 * @param stream source of the randomness
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
