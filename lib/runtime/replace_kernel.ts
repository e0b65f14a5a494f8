import * as tf from "@tensorflow/tfjs";

/**
 * Replaces a kernel of tfjs's wasm backend.
 *
 * @returns The replaced kernel.
 */
export function replaceKernel(
  kernelName: string,
  kernelFunc: tf.KernelFunc,
): tf.KernelFunc {
  const backendName = "wasm";
  const stock = tf.getKernel(kernelName, backendName).kernelFunc;
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ kernelName, backendName, kernelFunc });
  return stock;
}
