import { JobKind, Word } from "./gemm_job.ts";
import type { GemmPool, Job } from "./gemm_pool.ts";

/**
 * Slots of numbers on a square grid of n x n cells: `slots` slots per cell, and in each
 * slot one number per image. Value (cell, slot, image) is at
 * `(cell * slots + slot) * images + image`.
 */
export interface Slots {
  readonly values: Float32Array;
  readonly cells: number;
  readonly slots: number;
  /** Number of images, a multiple of {@link IMAGES_MULTIPLE}. */
  readonly images: number;
}

/** Number of images per step of the vectorised loops. */
export const IMAGES_MULTIPLE = 8;

/** The initial value of a product with line matrices. */
export interface ProductStart {
  /** A slot of the target, times a factor. */
  readonly carry?: { readonly slot: number; readonly factor: number };
  /** One number per image, times one number per cell and image. */
  readonly weighted?: {
    readonly weights: Float32Array;
    readonly values: Float32Array;
  };
}

/**
 * Products with the matrices of a grid's lines: `2 n` matrices of `n x n` numbers, those
 * of the n rows of cells and then those of the n columns. The number `k n + i` of a
 * line's matrix is the weight of the line's cell k of the source in its cell i.
 *
 * All operands must be in the pool's memory.
 */
export interface LineKernels {
  /** Computes a slot of the target = start + product with a slot of the source. */
  readonly multiply: (
    matrices: Float32Array,
    source: SlotOf,
    target: SlotOf,
    start: ProductStart,
  ) => void;
  /**
   * Computes the matrices of inner products of the line's cells, over `count` slots from
   * the given ones on.
   */
  readonly outer: (
    matrices: Float32Array,
    source: SlotOf,
    target: SlotOf,
    count: number,
  ) => void;
  /**
   * Computes `out` (cells * images) = sum over all slots, each times its weights
   * (slots * images).
   */
  readonly sum: (
    source: Slots,
    weights: Float32Array,
    out: Float32Array,
  ) => void;
}

/** One slot of all cells. */
export interface SlotOf {
  readonly of: Slots;
  readonly slot: number;
}

/** Least number of multiplications that are worth waking the other threads for. */
const PARALLEL_FROM = 250_000;

export function lineKernels(pool: GemmPool): LineKernels {
  const run = (job: Omit<Job, "parallel">, work: number) =>
    pool.run({ ...job, parallel: work >= PARALLEL_FROM });
  return {
    multiply(matrices, source, target, { carry, weighted }) {
      const grid = gridOf(source.of);
      check(pool, [matrices, source.of.values, target.of.values]);
      if (weighted) check(pool, [weighted.weights, weighted.values]);
      run({
        kind: JobKind.LineProduct,
        groups: grid.n,
        tiles: grid.n,
        integers: [
          ...grid.words,
          [Word.LineMatrices, matrices.byteOffset],
          [Word.Source, addressOf(source)],
          [Word.Target, addressOf(target)],
          [Word.Carry, carry ? addressOf({ ...target, ...carry }) : 0],
          [Word.Weights, weighted?.weights.byteOffset ?? 0],
          [Word.Weighted, weighted?.values.byteOffset ?? 0],
        ],
        reals: [[Word.CarryFactor, carry?.factor ?? 0]],
      }, 2 * grid.n ** 3 * source.of.images);
    },
    outer(matrices, source, target, count) {
      const grid = gridOf(source.of);
      check(pool, [matrices, source.of.values, target.of.values]);
      run({
        kind: JobKind.LineOuter,
        groups: 0,
        tiles: 2 * grid.n,
        integers: [
          ...grid.words,
          [Word.LineMatrices, matrices.byteOffset],
          [Word.Source, addressOf(source)],
          [Word.Target, addressOf(target)],
          [Word.Slots, count],
        ],
        reals: [],
      }, 2 * grid.n ** 3 * count * source.of.images);
    },
    sum(source, weights, out) {
      const grid = gridOf(source);
      check(pool, [source.values, weights, out]);
      run({
        kind: JobKind.WeightedSum,
        groups: 0,
        tiles: grid.n,
        integers: [
          ...grid.words,
          [Word.Source, source.values.byteOffset],
          [Word.Target, out.byteOffset],
          [Word.Weights, weights.byteOffset],
          [Word.Slots, source.slots],
        ],
        reals: [],
      }, source.values.length);
    },
  };
}

function gridOf({ cells, slots, images }: Slots): {
  readonly n: number;
  readonly words: readonly (readonly [Word, number])[];
} {
  const n = Math.sqrt(cells);
  if (!Number.isInteger(n) || images % IMAGES_MULTIPLE !== 0) {
    throw new RangeError(
      `lineKernels: expected a square grid and images by ${IMAGES_MULTIPLE}, found ${cells} cells and ${images} images`,
    );
  }
  return {
    n,
    words: [
      [Word.LineCells, n],
      [Word.SlotBytes, 4 * images],
      [Word.CellBytes, 4 * images * slots],
    ],
  };
}

const addressOf = ({ of, slot }: SlotOf): number =>
  of.values.byteOffset + 4 * slot * of.images;

function check(pool: GemmPool, ranges: readonly Float32Array[]): void {
  if (ranges.some(({ buffer }) => buffer !== pool.memory.memory.buffer)) {
    throw new RangeError(
      "lineKernels: expected numbers in the pool's memory, found others",
    );
  }
}
