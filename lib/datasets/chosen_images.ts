import type { ImageStack } from "./image_stack.ts";

/**
 * Makes a stack of some of another stack's images. It reads that stack from its first
 * image to its last, and keeps at most one piece in memory.
 *
 * @param name Name in messages.
 * @param chosen Numbers of the images, each larger than the one before.
 */
export function chosenImages(
  stack: ImageStack,
  name: string,
  chosen: Uint32Array,
): ImageStack {
  const { notes: _, ...rest } = stack;
  const size = stack.height * stack.width * stack.channels;
  return {
    ...rest,
    name,
    count: chosen.length,
    async *pieces() {
      let [first, at] = [0, 0];
      for await (const piece of stack.pieces()) {
        const end = first + piece.length / size;
        let next = at;
        while (next < chosen.length && chosen[next] < end) next++;
        const images = new Float32Array((next - at) * size);
        for (let i = at; i < next; i++) {
          const start = (chosen[i] - first) * size;
          images.set(piece.subarray(start, start + size), (i - at) * size);
        }
        if (images.length > 0) yield images;
        [first, at] = [end, next];
      }
    },
  };
}
