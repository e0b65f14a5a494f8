/**
 * The shape of one row-major matrix product C = op(A) op(B), optionally added
 * to C.
 *
 * op(A) is `m x k` and op(B) is `k x n`; a transposed operand is stored the
 * other way round.
 */
export interface ProductShape {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Add the product to what C holds instead of overwriting it. */
  readonly accumulate: boolean;
}

/** Computes one float32 matrix product on caller-owned, contiguous memory. */
export type MatrixProduct = (
  shape: ProductShape,
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
) => void;

/** A matrix product and the words that say whose it is. */
export interface ProductEngine {
  /** For example `OpenBLAS 0.3.21, 2 threads (libopenblas.so.0)`. */
  readonly description: string;
  readonly threads: number;
  readonly product: MatrixProduct;
}

let direct: MatrixProduct | undefined;

/** Makes a product known to those who work on tensors' memory themselves. */
export function setDirectProduct(product: MatrixProduct): void {
  direct = product;
}

/** The product that works on plain memory, where this process has one. */
export function directProduct(): MatrixProduct | undefined {
  return direct;
}
