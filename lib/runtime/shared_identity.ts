import type * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { replaceKernel } from "./replace_kernel.ts";

/**
 * Makes `Identity` on the wasm backend share its operand's memory.
 *
 * The gradient tape clones every tensor that it keeps. The kernel of tfjs copies the
 * values each time, although tensors are immutable and their references are counted.
 */
export function registerSharedIdentity(): void {
  const stock = replaceKernel("Identity", (call) => {
    const { x } = call.inputs as { x: tf.TensorInfo };
    if (x.dtype === "string") return stock(call);
    (call.backend as BackendWasm).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  });
}
