import type { Gemm } from "#lib/runtime/gemm.ts";
import type { GemmPool } from "#lib/runtime/gemm_pool.ts";

export const TRANSPOSES = [
  { transposeA: false, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: false },
  { transposeA: true, transposeB: true },
] as const;

/** A source of numbers in [-1, 1) (mulberry32) for test matrices. */
export function randomSource(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

type Setting = Partial<Gemm> & Pick<Gemm, "m" | "n" | "k">;

/** A product of random matrices; C has random numbers, too. */
export function randomGemm(
  random: () => number,
  setting: Setting,
  place: (size: number) => Float32Array = (size) => new Float32Array(size),
): Gemm {
  const fill = (size: number) => {
    const matrix = place(size);
    for (let i = 0; i < size; i++) matrix[i] = random();
    return matrix;
  };
  const { m, n, k } = setting;
  const [a, b, c] = [fill(m * k), fill(k * n), fill(m * n)];
  const plain = { transposeA: false, transposeB: false, alpha: 1, beta: 0 };
  return { ...plain, a, b, c, ...setting };
}

/**
 * Allocates `numbers` numbers in the pool's memory; returns a function that places
 * matrices there.
 */
export function placeIn({ memory }: GemmPool, numbers: number) {
  let next = memory.allocate(numbers * 4);
  return (size: number): Float32Array => {
    const matrix = new Float32Array(memory.memory.buffer, next, size);
    next += size * 4;
    return matrix;
  };
}
