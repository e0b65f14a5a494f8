// The training step in its simplest implementation, on tfjs's wasm backend with tfjs's
// own kernels: a peer that profiles the step on request.
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { profilePlainStep } from "./profile_job.ts";
import { serve } from "./serve.ts";

async function start(): Promise<object> {
  tf.env().set("IS_NODE", false);
  // tfjs's own threads need a browser.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths(
    new URL(".", import.meta.resolve("@tensorflow/tfjs-backend-wasm")).pathname,
  );
  if (!await tf.setBackend("wasm")) {
    throw new Error("tfjs: the wasm backend did not start");
  }
  return { description: `tfjs ${tf.version.tfjs} wasm, SIMD, 1 thread` };
}

await serve(start, { profile: profilePlainStep });
