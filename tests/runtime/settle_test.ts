import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertThrows } from "@std/assert";
import { settleTfjs } from "#lib/runtime/settle.ts";
import { startTestRuntime } from "../start_runtime.ts";

/** Leaves tfjs's engine as if JavaScript had been terminated inside a gradient. */
function cutShort(): void {
  const engine = tf.engine();
  engine.startScope();
  tf.ones([10]);
  Object.assign(engine.state, { gradientDepth: 1, activeTape: [] });
  engine.startScope("gradients");
  tf.square(tf.variable(tf.ones([10])));
  engine.state.kernelDepth++;
}

const slopeAt3 = () =>
  tf.tidy(() =>
    tf.grad((x) => tf.sum(tf.square(x)))(tf.scalar(3)).dataSync()[0]
  );

Deno.test("after a terminated computation no tensor is left, and gradients are right", async () => {
  await startTestRuntime();
  settleTfjs();
  const { numTensors } = tf.memory();
  for (let i = 0; i < 3; i++) {
    cutShort();
    settleTfjs();
    // A variable is kept, in whatever scope it was made.
    tf.disposeVariables();
    assertEquals(tf.memory().numTensors, numTensors);
    assertEquals(slopeAt3(), 6);
  }
});

Deno.test("without a terminated computation settleTfjs changes nothing", async () => {
  await startTestRuntime();
  const kept = tf.tensor([1, 2]);
  const { numTensors } = tf.memory();
  settleTfjs();
  assertEquals(tf.memory().numTensors, numTensors);
  assertEquals([...kept.dataSync()], [1, 2]);
  kept.dispose();
  assertThrows(() => kept.dataSync());
});
