import * as tf from "@tensorflow/tfjs";

/**
 * Registers a kernel of the wasm backend in place of tfjs's own.
 *
 * @returns The kernel that was replaced, ready to be called.
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
