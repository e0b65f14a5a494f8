import type { ProductEngine, ProductShape } from "./direct.ts";
import { gemm } from "./gemm.ts";
import { JobKind, Word } from "./gemm_job.ts";
import type { GemmPool } from "./gemm_pool.ts";

/** Operands of y = activation(x W + b), on row-major matrices. */
export interface LayerProduct {
  /** `rows * inputs` numbers. */
  readonly x: Float32Array;
  /** `inputs * outputs` numbers. */
  readonly weight: Float32Array;
  /** `outputs` numbers. */
  readonly bias: Float32Array;
  /** `rows * outputs` numbers, overwritten. */
  readonly y: Float32Array;
  readonly rows: number;
  /** Slope of the activation below 0: 1 if linear, 0 for ReLU. */
  readonly slope: number;
}

/**
 * Operands of the gradient of an activation, which is computed in place, and its column
 * sums.
 */
export interface ActivationGradient {
  /**
   * `rows * columns` numbers: the gradient with respect to y becomes that with respect
   * to the activation's operand.
   */
  readonly gradient: Float32Array;
  /** The activation's values and its slope below 0; if left out, it is linear. */
  readonly activation?: { readonly y: Float32Array; readonly slope: number };
  /** `columns` numbers, overwritten by the column sums of the gradient. */
  readonly sums: Float32Array;
  /** Column sums of the gradient times the normalised values, if they are needed. */
  readonly normalised?: {
    readonly normal: Float32Array;
    /** `columns` numbers, overwritten. */
    readonly sums: Float32Array;
  };
}

/** Operands of a layer normalisation with gain, shift and activation. */
export interface Normalisation {
  /** `rows * columns` numbers: the values become the normalised ones. */
  readonly normal: Float32Array;
  /** `columns` numbers each. */
  readonly gain: Float32Array;
  readonly shift: Float32Array;
  /** `rows` numbers, overwritten by 1 / sqrt(variance + epsilon). */
  readonly precision: Float32Array;
  /** `rows * columns` numbers, overwritten. */
  readonly y: Float32Array;
  /** Slope of the activation below 0. */
  readonly slope: number;
  readonly epsilon: number;
}

/** Operands of the gradient of a layer normalisation, which is computed in place. */
export interface NormalisationGradient
  extends Pick<Normalisation, "normal" | "gain" | "precision"> {
  /**
   * The gradient with respect to the result of gain and shift becomes that with respect
   * to the values before the normalisation.
   */
  readonly gradient: Float32Array;
}

/** Operands of the squared distances between the rows of two matrices. */
export interface RowDistances {
  /** `rows * columns` numbers each. */
  readonly y: Float32Array;
  readonly targets: Float32Array;
  /** `rows` numbers. */
  readonly rows: Float32Array;
}

/**
 * Kernels of layers and distances in addition to plain products; all operands are in the
 * pool's memory.
 */
export interface LayerKernels {
  readonly product: (layer: LayerProduct) => void;
  readonly activationGradient: (of: ActivationGradient) => void;
  readonly normalise: (of: Normalisation) => void;
  readonly normaliseGradient: (of: NormalisationGradient) => void;
  /** Overwrites `rows` with the squared distance of every row. */
  readonly rowDistances: (of: RowDistances) => void;
  /** Overwrites `gradient` with 2 `rows` (y - targets). */
  readonly distanceGradient: (
    of: RowDistances & { readonly gradient: Float32Array },
  ) => void;
}

/**
 * The kernels on a pool's threads.
 *
 * @param product If given, computes the products; by default the pool does.
 */
export function layerKernels(
  pool: GemmPool,
  product?: ProductEngine["product"],
): LayerKernels {
  const { rowClaims, columnClaims } = pool.participant.kernel;
  const run = (
    kind: JobKind,
    by: "rows" | "columns",
    matrix: Float32Array,
    columns: number,
    ranges: readonly (readonly [Word, Float32Array | undefined, number])[],
    reals: readonly (readonly [Word, number])[] = [],
  ) => {
    const rows = matrix.length / columns;
    if (matrix.length === 0) return;
    for (const [word, range, length] of ranges) {
      if (range !== undefined) check(pool, Word[word], range, length);
    }
    pool.run({
      kind,
      groups: 0,
      tiles: by === "rows" ? rowClaims(rows) : columnClaims(columns),
      parallel: matrix.length >= PARALLEL_FROM,
      integers: [
        [Word.M, rows],
        [Word.N, columns],
        ...ranges.map(([word, range]) =>
          [word, range?.byteOffset ?? 0] as const
        ),
      ],
      reals,
    });
  };
  return {
    product: product === undefined
      ? (layer) => gemm(pool, ownProduct(layer))
      : (layer) => {
        const { x, weight, bias, y, slope } = layer;
        product(shapeOf(layer), x, weight, y);
        run(JobKind.AddBias, "rows", y, bias.length, [
          [Word.Y, y, y.length],
          [Word.Bias, bias, bias.length],
        ], [[Word.Slope, slope]]);
      },
    activationGradient({ gradient, activation, sums, normalised }) {
      const columns = sums.length, size = gradient.length;
      run(JobKind.ActivationGradient, "columns", gradient, columns, [
        [Word.Gradients, gradient, size],
        [Word.Y, activation?.y, size],
        [Word.Sums, sums, columns],
        [Word.Normal, normalised?.normal, size],
        [Word.NormalSums, normalised?.sums, columns],
      ], [[Word.Slope, activation?.slope ?? 1]]);
    },
    normalise({ normal, gain, shift, precision, y, slope, epsilon }) {
      const columns = gain.length, size = precision.length * columns;
      run(JobKind.Normalise, "rows", normal, columns, [
        [Word.Normal, normal, size],
        [Word.Gain, gain, columns],
        [Word.Shift, shift, columns],
        [Word.RowNumbers, precision, size / columns],
        [Word.Y, y, size],
      ], [[Word.Slope, slope], [Word.Epsilon, epsilon]]);
    },
    normaliseGradient({ normal, gain, precision, gradient }) {
      const columns = gain.length, size = precision.length * columns;
      run(JobKind.NormaliseGradient, "rows", gradient, columns, [
        [Word.Gradients, gradient, size],
        [Word.Normal, normal, size],
        [Word.Gain, gain, columns],
        [Word.RowNumbers, precision, size / columns],
      ]);
    },
    rowDistances: (of) =>
      run(
        JobKind.RowDistances,
        "rows",
        of.y,
        of.y.length / of.rows.length,
        distanceRanges(of),
      ),
    distanceGradient: (of) =>
      run(
        JobKind.DistanceGradient,
        "rows",
        of.y,
        of.y.length / of.rows.length,
        [...distanceRanges(of), [Word.Gradients, of.gradient, of.y.length]],
      ),
  };
}

/** Least number of numbers that are worth waking the other threads for. */
const PARALLEL_FROM = 32768;

const shapeOf = ({ rows, x, bias }: LayerProduct): ProductShape => ({
  transposeA: false,
  transposeB: false,
  m: rows,
  n: bias.length,
  k: rows === 0 ? 0 : x.length / rows,
  accumulate: false,
});

function ownProduct(layer: LayerProduct): Parameters<typeof gemm>[1] {
  const { x, weight, bias, y, slope } = layer;
  const { accumulate: _, ...shape } = shapeOf(layer);
  return {
    ...shape,
    ...{ alpha: 1, a: x, b: weight, beta: 0, c: y, bias },
    activation: { kind: "leakyRelu", slope },
  };
}

const distanceRanges = ({ y, targets, rows }: RowDistances) =>
  [
    [Word.Y, y, y.length],
    [Word.Targets, targets, y.length],
    [Word.RowNumbers, rows, rows.length],
  ] as const;

function check(
  pool: GemmPool,
  name: string,
  range: Float32Array,
  length: number,
): void {
  if (range.length === length && range.buffer === pool.memory.memory.buffer) {
    return;
  }
  throw new RangeError(
    `layerKernels: expected ${name} to be ${length} numbers in the pool's memory, found ${range.length}`,
  );
}
