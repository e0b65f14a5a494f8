// Run by memory_test.ts in a process of its own, with --expose-gc: trains a small model
// for 1,000 steps a stage, and prints as JSON the memory in use, early in each stage
// and at its end.
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { type BackendChoice, startRuntime } from "#lib/runtime/runtime.ts";
import { tfjsMemory } from "#lib/runtime/tfjs_memory.ts";
import { smallTrainer } from "../training/small_trainer.ts";

/** Counts and sizes of everything that could grow. */
export interface Held {
  readonly step: number;
  readonly tensors: number;
  readonly tensorBytes: number;
  readonly dataIds: number;
  /** The WebAssembly memory that holds the tensors, in bytes. */
  readonly wasmBytes: number;
  /** Size of JavaScript's live objects, in bytes. */
  readonly heapBytes: number;
  /** The memory of the whole process, in bytes. */
  readonly processBytes: number;
}

const STEPS = 1000;

/** A step by which everything that a stage needs is compiled and allocated. */
const EARLY = 200;

if (import.meta.main) {
  const [backend] = Deno.args;
  await startRuntime({ backend: backend as BackendChoice });
  using trainer = smallTrainer({ basinSteps: STEPS, jointSteps: STEPS });
  const held: Held[] = [];
  for (const until of [EARLY, STEPS, STEPS + EARLY, 2 * STEPS]) {
    while (trainer.state.step < until) trainer.advance();
    held.push(holding(until));
  }
  console.log(JSON.stringify(held));
  Deno.exit(0);
}

function holding(step: number): Held {
  (globalThis as unknown as { readonly gc: () => void }).gc();
  const { numTensors, numBytes } = tf.memory();
  const { memory } = tfjsMemory(tf.backend() as BackendWasm);
  const { heapUsed, rss } = Deno.memoryUsage();
  return {
    step,
    tensors: numTensors,
    tensorBytes: numBytes,
    dataIds: tf.backend().numDataIds(),
    wasmBytes: memory.buffer.byteLength,
    heapBytes: heapUsed,
    processBytes: rss,
  };
}
