import type { Pairs } from "./types.ts";

/** Pairs that are worked on at once: bounds the memory, not the result. */
const CHUNK = 2000;

/** A stretch of pairs, without a copy. */
export interface Chunk {
  readonly start: number;
  readonly pairs: Pairs;
}

/** Some pairs that follow each other, without a copy. */
export function stretchOf(pairs: Pairs, start: number, count: number): Pairs {
  const size = pairs.height * pairs.width * pairs.channels;
  const cut = (images: Float32Array) =>
    images.subarray(start * size, (start + count) * size);
  return { ...pairs, count, x0: cut(pairs.x0), xt: cut(pairs.xt) };
}

/** Cuts pairs into stretches that fit into memory many times over. */
export function pairChunks(pairs: Pairs): Chunk[] {
  const chunks: Chunk[] = [];
  for (let start = 0; start < pairs.count; start += CHUNK) {
    const count = Math.min(CHUNK, pairs.count - start);
    chunks.push({ start, pairs: stretchOf(pairs, start, count) });
  }
  return chunks;
}
