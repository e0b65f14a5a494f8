import * as tf from "@tensorflow/tfjs";
import type { AdamStep } from "./adam_step.ts";
import type { LayerKernels } from "./layer_kernels.ts";
import type { LineKernels } from "./line_kernels.ts";

/**
 * Shape of one row-major matrix product C = op(A) op(B), optionally added to C.
 *
 * op(A) is `m x k` and op(B) is `k x n`. A transposed operand is stored as `k x m`, or
 * `n x k`.
 */
export interface ProductShape {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Whether to add the product to C instead of overwriting it. */
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

/** A matrix product and its description. */
export interface ProductEngine {
  /**
   * The description for the user, for example
   * `OpenBLAS 0.3.21, 2 threads (libopenblas.so.0)`.
   */
  readonly description: string;
  readonly threads: number;
  readonly product: MatrixProduct;
}

/** tfjs's name of the backend on whose memory these kernels work. */
const BACKEND = "wasm";

/** Kernels that work on the tensors' own memory. */
interface Direct {
  readonly product: MatrixProduct;
  readonly adam: DirectAdam;
  readonly lines: LineKernels;
  readonly layers: LayerKernels;
}

const direct: Partial<Direct> = {};

/** Registers kernels that work on the tensors' memory. */
export function setDirect(kernels: Partial<Direct>): void {
  Object.assign(direct, kernels);
}

const onMemory = <T>(kernel: T): T | undefined =>
  tf.getBackend() === BACKEND ? kernel : undefined;

/** Returns the product on the present backend's memory, if there is one. */
export const directProduct = (): MatrixProduct | undefined =>
  onMemory(direct.product);

/** Returns the update of Adam on the present backend's memory, if there is one. */
export const directAdam = (): DirectAdam | undefined => onMemory(direct.adam);

/** Returns the line products on the present backend's memory, if there are any. */
export const directLines = (): LineKernels | undefined =>
  onMemory(direct.lines);

/** Returns the layer kernels on the present backend's memory, if there are any. */
export const directLayers = (): LayerKernels | undefined =>
  onMemory(direct.layers);
