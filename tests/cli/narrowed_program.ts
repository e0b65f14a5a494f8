// Run by narrow_test.ts with a task's permissions. Starts the runtime, multiplies with
// it, and tries to open the library that the command line names first.
import * as tf from "@tensorflow/tfjs";
import { startRuntime } from "#lib/runtime/runtime.ts";

const [library] = Deno.args;
const { backend } = await startRuntime();
const numbers = tf.range(1, 601).reshape([1, 600]) as tf.Tensor2D;
const [product] = tf.matMul(numbers, tf.ones([600, 1])).dataSync();
console.log(JSON.stringify({
  callsBlas: backend === "blas",
  product,
  opens: opens(library),
}));
Deno.exit(0);

/**
 * Whether a library can be opened.
 *
 * @throws Any error except a missing permission.
 */
function opens(path: string): boolean {
  try {
    Deno.dlopen(path, {}).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return false;
    throw error;
  }
}
