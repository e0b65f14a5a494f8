import type { Pairs } from "./types.ts";

/**
 * Number of pairs that are processed at once; it limits the memory and does not change
 * results.
 */
const CHUNK = 2000;

/** Some consecutive pairs, without a copy. */
export interface Chunk {
  readonly start: number;
  readonly pairs: Pairs;
}

/** Selects consecutive pairs, without a copy. */
export function stretchOf(pairs: Pairs, start: number, count: number): Pairs {
  const size = pairs.height * pairs.width * pairs.channels;
  const cut = (images: Float32Array) =>
    images.subarray(start * size, (start + count) * size);
  return { ...pairs, count, x0: cut(pairs.x0), xt: cut(pairs.xt) };
}

/** Divides pairs into chunks that are small compared with the memory. */
export function pairChunks(pairs: Pairs): Chunk[] {
  const chunks: Chunk[] = [];
  for (let start = 0; start < pairs.count; start += CHUNK) {
    const count = Math.min(CHUNK, pairs.count - start);
    chunks.push({ start, pairs: stretchOf(pairs, start, count) });
  }
  return chunks;
}
