import { JobKind, Word } from "./gemm_job.ts";
import { type GemmPool, TILE_ROWS } from "./gemm_pool.ts";
import { stageOperands } from "./gemm_staging.ts";

/** The activation that is applied to every number of C after product and bias. */
export type GemmActivation =
  | { readonly kind: "linear" }
  | { readonly kind: "relu" }
  /** The function x if x >= 0, else slope * x. */
  | { readonly kind: "leakyRelu"; readonly slope: number };

/**
 * One row-major float32 product. op(A) is `m x k` and op(B) is `k x n`. A transposed
 * operand is stored as `k x m`, or `n x k`.
 */
export interface Gemm {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly alpha: number;
  readonly a: Float32Array;
  readonly b: Float32Array;
  /** Factor of the previous C, which is not read if beta is 0. */
  readonly beta: number;
  readonly c: Float32Array;
  /** The bias: `n` numbers that are added to every row of C. */
  readonly bias?: Float32Array;
  readonly activation?: GemmActivation;
}

/** Least number of multiply-adds that are worth waking the other threads for. */
const PARALLEL_FROM = 500_000;

/** Largest number of bytes of packed B; larger products are computed in parts. */
const PACKED_BYTES = 32 * 2 ** 20;
const PART_K = 8192;

/**
 * Computes C = activation(alpha op(A) op(B) + beta C + bias) on all threads of the pool,
 * and returns when C is written.
 *
 * Steps of k may be skipped if five neighbouring rows of op(A) are zero there, as in
 * images with a background of zeros. A NaN of op(B) then has no effect.
 *
 * Operands in the pool's memory are used in place. Others are copied there, and C is
 * copied back.
 *
 * @throws RangeError if the length of an operand does not fit m, n and k.
 * @throws Error if a worker thread is lost.
 */
export function gemm(pool: GemmPool, product: Gemm): void {
  checkLengths(product);
  if (product.m === 0 || product.n === 0) return;
  const columns = partColumns(pool, product);
  // Memory is reserved first, because growth of a memory that is not shared detaches
  // views.
  const { n, k } = product;
  const packed = pool.participant.kernel.packedBytes(
    Math.min(n, columns),
    Math.min(k, PART_K),
  );
  const { addresses, finish } = stageOperands(pool, product, packed);
  for (let column = 0; column < n; column += columns) {
    for (let step = 0; step === 0 || step < k; step += PART_K) {
      runPart(pool, product, addresses, {
        column,
        columns: Math.min(columns, n - column),
        step,
        steps: Math.min(PART_K, k - step),
      });
    }
  }
  finish();
}

function checkLengths({ m, n, k, a, b, c, bias }: Gemm): void {
  const lengths = [
    ["a", a.length, m * k],
    ["b", b.length, k * n],
    ["c", c.length, m * n],
    ["bias", bias?.length ?? n, n],
  ] as const;
  for (const [name, found, expected] of lengths) {
    if (found !== expected) {
      throw new RangeError(
        `gemm: expected ${name} to have ${expected} numbers for m=${m}, n=${n}, k=${k}, found ${found}`,
      );
    }
  }
}

/**
 * Computes the number of columns of B that are packed at once, a multiple of the tile's.
 */
function partColumns({ participant }: GemmPool, { k }: Gemm): number {
  const nr: number = participant.kernel.NR.value;
  return nr *
    Math.floor(PACKED_BYTES / 4 / nr / Math.min(Math.max(k, 1), PART_K));
}

/** Addresses of the operands, in bytes; that of the bias is 0 if there is none. */
export interface Addresses {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly bias: number;
  readonly packedB: number;
}

/** The columns of C and the steps of k that one job computes. */
interface Part {
  readonly column: number;
  readonly columns: number;
  readonly step: number;
  readonly steps: number;
}

function runPart(
  pool: GemmPool,
  product: Gemm,
  addresses: Addresses,
  { column, columns, step, steps }: Part,
): void {
  const { transposeA, transposeB, m, n, k } = product;
  const strideA = 4 * (transposeA ? m : k);
  const strideB = 4 * (transposeB ? k : n);
  const last = step + steps === k;
  const parallel = m * columns * steps >= PARALLEL_FROM;
  const tiling = tile(pool, m, columns, parallel ? pool.threads : 1);
  pool.run({
    kind: JobKind.Product,
    groups: pool.participant.kernel.groups(columns),
    tiles: tiling.tiles,
    parallel,
    integers: [
      [Word.M, m],
      [Word.N, columns],
      [Word.K, steps],
      [Word.A, addresses.a + step * (transposeA ? strideA : 4)],
      [Word.StrideA, strideA],
      [Word.TransposeA, Number(transposeA)],
      [
        Word.B,
        addresses.b + step * (transposeB ? 4 : strideB) +
        column * (transposeB ? strideB : 4),
      ],
      [Word.StrideB, strideB],
      [Word.TransposeB, Number(transposeB)],
      [Word.C, addresses.c + column * 4],
      [Word.StrideC, n * 4],
      [Word.Bias, last && addresses.bias ? addresses.bias + column * 4 : 0],
      [Word.PackedB, addresses.packedB],
      [Word.TileRows, tiling.rows],
      [Word.TileColumns, tiling.columns],
    ],
    reals: [
      [Word.Alpha, product.alpha],
      [Word.Beta, step === 0 ? product.beta : 1],
      [Word.Slope, last ? slopeOf(product.activation) : 1],
    ],
  });
}

function slopeOf(activation: GemmActivation = { kind: "linear" }): number {
  switch (activation.kind) {
    case "linear":
      return 1;
    case "relu":
      return 0;
    case "leakyRelu":
      return activation.slope;
  }
}

interface Tiling {
  readonly rows: number;
  readonly columns: number;
  readonly tiles: number;
}

/**
 * Divides C into tiles so that every thread gets about equally many of them. Tiles are
 * full rows if there are enough rows, because A is packed once per tile.
 */
function tile(pool: GemmPool, m: number, n: number, threads: number): Tiling {
  const { MR, NR } = pool.participant.kernel;
  const bands = threads * Math.ceil(m / (TILE_ROWS * threads));
  const rows = roundUp(
    Math.ceil(m / Math.max(bands, 2 * (threads - 1))),
    MR.value,
  );
  const down = Math.ceil(m / rows);
  const wanted = threads === 1 ? 1 : Math.ceil(2 * threads / down);
  const columns = roundUp(Math.ceil(n / wanted), NR.value);
  return { rows, columns, tiles: down * Math.ceil(n / columns) };
}

const roundUp = (x: number, unit: number) => Math.ceil(x / unit) * unit;
