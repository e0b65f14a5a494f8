import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { type MatrixProduct, setDirect } from "./direct.ts";
import { replaceKernel } from "./replace_kernel.ts";

/**
 * Makes tfjs's wasm backend compute `BatchMatMul` and `_FusedMatMul` with the
 * given product, on the backend's own memory, without copies of operands.
 */
export function registerProductKernels(product: MatrixProduct): void {
  setDirect({ product });
  replaceKernel("BatchMatMul", ({ inputs, backend, attrs }) => {
    const { a, b } = inputs as unknown as Operands;
    const options = attrs as unknown as tf.BatchMatMulAttrs;
    return multiply(product, backend as BackendWasm, a, b, options);
  });
  replaceKernel("_FusedMatMul", ({ inputs, backend, attrs }) => {
    const { a, b, bias, preluActivationWeights } =
      inputs as unknown as Operands;
    const options = attrs as unknown as tf._FusedMatMulAttrs;
    if (preluActivationWeights !== undefined) {
      throw new TypeError(
        "_FusedMatMul: prelu is not supported; use relu or leakyrelu",
      );
    }
    const wasm = backend as BackendWasm;
    const out = multiply(product, wasm, a, b, options, bias);
    return activate(wasm, out, options);
  });
}

interface Operands {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
  readonly bias?: tf.TensorInfo;
  readonly preluActivationWeights?: tf.TensorInfo;
}

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

function multiply(
  product: MatrixProduct,
  backend: BackendWasm,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  { transposeA, transposeB }: Transposes,
  bias?: tf.TensorInfo,
): tf.TensorInfo {
  const [m, kA] = matrixSize(a, transposeA);
  const [kB, n] = matrixSize(b, transposeB);
  if (kA !== kB) {
    throw new RangeError(
      `matMul: expected equal inner sizes, found ${kA} and ${kB} (shapes [${a.shape}] and [${b.shape}])`,
    );
  }
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const out = backend.makeOutput([...outer, m, n], "float32");
  // Views are taken after the allocation, which may move the heap.
  const view = (tensor: tf.TensorInfo) =>
    backend.typedArrayFromHeap(tensor) as Float32Array;
  const [aView, bView, cView] = [view(a), view(b), view(out)];
  if (bias !== undefined) fillRows(cView, view(bias), n);
  const shape = {
    transposeA,
    transposeB,
    m,
    n,
    k: kA,
    accumulate: bias !== undefined,
  };
  const matrices = tf.util.sizeFromShape(outer);
  const aAt = batchIndex(a.shape.slice(0, -2), outer);
  const bAt = batchIndex(b.shape.slice(0, -2), outer);
  for (let i = 0; i < matrices; i++) {
    product(
      shape,
      slice(aView, aAt(i), m * kA),
      slice(bView, bAt(i), kA * n),
      slice(cView, i, m * n),
    );
  }
  return out;
}

function matrixSize(
  { shape }: tf.TensorInfo,
  transposed: boolean,
): [rows: number, columns: number] {
  const [rows, columns] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

const slice = (view: Float32Array, index: number, size: number) =>
  view.subarray(index * size, (index + 1) * size);

/** Maps the index of a matrix in the broadcast batch to the operand's own. */
function batchIndex(own: number[], outer: number[]): (i: number) => number {
  const padded = [...Array(outer.length - own.length).fill(1), ...own];
  return (i) => {
    let index = 0;
    let stride = 1;
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      if (padded[axis] > 1) index += (i % outer[axis]) * stride;
      stride *= padded[axis];
      i = Math.floor(i / outer[axis]);
    }
    return index;
  };
}

/** Fills `c`, row by row, with copies of `row`. */
function fillRows(c: Float32Array, row: Float32Array, n: number): void {
  if (row.length !== n) {
    throw new RangeError(
      `_FusedMatMul: expected a bias of ${n} values, found ${row.length}`,
    );
  }
  c.set(row);
  for (let filled = row.length; filled < c.length; filled *= 2) {
    c.copyWithin(filled, 0, Math.min(filled, c.length - filled));
  }
}

/** Applies the activation with tfjs's own SIMD kernel, and frees its operand. */
function activate(
  backend: BackendWasm,
  x: tf.TensorInfo,
  { activation, leakyreluAlpha }: tf._FusedMatMulAttrs,
): tf.TensorInfo {
  if (activation === "linear") return x;
  const kernel = ACTIVATION_KERNELS[activation];
  if (kernel === undefined) {
    throw new TypeError(
      `_FusedMatMul: expected the activation linear, relu or leakyrelu, found ${activation}`,
    );
  }
  const { kernelFunc } = tf.getKernel(kernel, "wasm");
  const attrs = { alpha: leakyreluAlpha ?? 0.2 };
  const out = kernelFunc({ inputs: { x }, backend, attrs }) as tf.TensorInfo;
  backend.disposeData(x.dataId);
  return out;
}

const ACTIVATION_KERNELS: Readonly<Record<string, string>> = {
  relu: "Relu",
  leakyrelu: "LeakyRelu",
};
