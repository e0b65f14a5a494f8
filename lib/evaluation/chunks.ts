import type { Pairs } from "../datasets/types.ts";

/** Pairs that are evaluated at once: bounds the memory, not the result. */
const CHUNK = 2000;

/** A stretch of pairs, without a copy. */
export interface Chunk {
  readonly start: number;
  readonly pairs: Pairs;
}

/** Cuts pairs into stretches that fit into memory many times over. */
export function chunksOf(pairs: Pairs): Chunk[] {
  const size = pairs.height * pairs.width * pairs.channels;
  const chunks: Chunk[] = [];
  for (let start = 0; start < pairs.count; start += CHUNK) {
    const count = Math.min(CHUNK, pairs.count - start);
    const cut = (images: Float32Array) =>
      images.subarray(start * size, (start + count) * size);
    chunks.push({
      start,
      pairs: { ...pairs, count, x0: cut(pairs.x0), xt: cut(pairs.xt) },
    });
  }
  return chunks;
}
