/** Copies the images of the chosen pairs, one after another. */
export function gatherImages(
  images: Float32Array,
  imageSize: number,
  chosen: ArrayLike<number>,
): Float32Array {
  const out = new Float32Array(chosen.length * imageSize);
  gatherInto(out, images, imageSize, chosen);
  return out;
}

/**
 * Copies chosen images like {@link gatherImages}, but into given memory.
 *
 * @param out As many images as are chosen, overwritten.
 */
export function gatherInto(
  out: Float32Array,
  images: Float32Array,
  imageSize: number,
  chosen: ArrayLike<number>,
): void {
  for (let row = 0; row < chosen.length; row++) {
    const start = chosen[row] * imageSize;
    out.set(images.subarray(start, start + imageSize), row * imageSize);
  }
}
