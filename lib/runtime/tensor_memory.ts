import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/**
 * Returns the memory of a float32 tensor without a copy. It is valid until the next
 * allocation of a tensor.
 */
export function tensorMemory(tensor: tf.Tensor): Float32Array {
  const backend = tf.backend();
  const values = "typedArrayFromHeap" in backend
    ? (backend as BackendWasm).typedArrayFromHeap(tensor)
    : backend.readSync(tensor.dataId);
  if (!(values instanceof Float32Array)) {
    throw new TypeError(
      `tensorMemory: expected a float32 tensor, found ${tensor.dtype}`,
    );
  }
  return values;
}

/**
 * Makes a float32 tensor whose values are written by a function: into the backend's own
 * memory if the backend gives access to it, else into an array that is copied there.
 *
 * @param fill Receives all values in row-major order, and must write each of them.
 */
export function writtenTensor<T extends tf.Tensor>(
  shape: number[],
  fill: (values: Float32Array) => void,
): T {
  if ("makeOutput" in tf.backend()) {
    const tensor = emptyTensor<T>(shape);
    fill(tensorMemory(tensor));
    return tensor;
  }
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  fill(values);
  return tf.tensor(values, shape) as T;
}

/**
 * Makes a float32 tensor with undefined values, to be overwritten through
 * {@link tensorMemory}.
 */
export function emptyTensor<T extends tf.Tensor>(shape: number[]): T {
  const backend = tf.backend();
  if (!("makeOutput" in backend)) return tf.zeros(shape) as T;
  const info = (backend as BackendWasm).makeOutput(shape, "float32");
  return tf.engine().makeTensorFromTensorInfo(info) as T;
}
