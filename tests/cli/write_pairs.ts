import { writeNpz } from "#lib/datasets/npz_writer.ts";
import type { Pairs } from "#lib/datasets/types.ts";

/**
 * Writes pairs as a NumPy archive; xt may have any number of images.
 *
 * @param axis The axis of the channels, if there is one.
 * @returns The path.
 */
export async function writePairs(
  path: string,
  { count, height, width, x0, xt }: Pairs,
  axis: readonly number[] = [],
): Promise<string> {
  const array = (name: string, values: Float32Array) => ({
    name,
    shape: [values.length / (height * width), ...axis, height, width],
    type: "<f4" as const,
    async *bytes() {
      const { buffer, byteOffset, byteLength } = values;
      yield new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
    },
  });
  if (x0.length !== count * height * width) {
    throw new RangeError(`writePairs: expected ${count} images, found others`);
  }
  await writeNpz(path, [array("x0", x0), array("xt", xt)]);
  return path;
}
