import * as tf from "@tensorflow/tfjs";
import type { AdamStep } from "./adam_step.ts";
import type { LayerKernels } from "./layer_kernels.ts";
import type { LineKernels } from "./line_kernels.ts";

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

/** Updates parameters and moments in place, on the backend's own memory. */
export type DirectAdam = (step: AdamStep) => void;

/** A matrix product and the words that say whose it is. */
export interface ProductEngine {
  /** For example `OpenBLAS 0.3.21, 2 threads (libopenblas.so.0)`. */
  readonly description: string;
  readonly threads: number;
  readonly product: MatrixProduct;
}

/** The backend whose tensors' memory they all work on. */
const BACKEND = "wasm";

/** What works on the memory of the tensors themselves. */
interface Direct {
  readonly product: MatrixProduct;
  readonly adam: DirectAdam;
  readonly lines: LineKernels;
  readonly layers: LayerKernels;
}

const direct: Partial<Direct> = {};

/** Makes kernels known to those who work on tensors' memory. */
export function setDirect(kernels: Partial<Direct>): void {
  Object.assign(direct, kernels);
}

const onMemory = <T>(kernel: T): T | undefined =>
  tf.getBackend() === BACKEND ? kernel : undefined;

/** The product that works on the present backend's memory, if it has one. */
export const directProduct = (): MatrixProduct | undefined =>
  onMemory(direct.product);

/** The update that works on the present backend's memory, if it has one. */
export const directAdam = (): DirectAdam | undefined => onMemory(direct.adam);

/** The line products that work on the present backend's memory, if it has them. */
export const directLines = (): LineKernels | undefined =>
  onMemory(direct.lines);

/** The layers that work on the present backend's memory, if it has them. */
export const directLayers = (): LayerKernels | undefined =>
  onMemory(direct.layers);
