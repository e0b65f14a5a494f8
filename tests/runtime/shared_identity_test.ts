import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { startRuntime } from "#lib/runtime/runtime.ts";
import { tensorMemory } from "#lib/runtime/tensor_memory.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles } from "../needs.ts";

const declare = (name: string, fn: () => void) =>
  Deno.test({
    ...needs(projectFiles),
    name,
    async fn() {
      await startRuntime({ backend: "wasm" });
      fn();
    },
  });

const memory = () => {
  const { numTensors, numBytes } = tf.memory();
  return { numTensors, numBytes, ids: tf.backend().numDataIds() };
};

declare("a clone shares the memory of its tensor", () => {
  const x = tf.tensor1d([1, 2, 3]);
  const y = tf.clone(x);
  assertEquals(tensorMemory(y).byteOffset, tensorMemory(x).byteOffset);
  assertStrictEquals(tensorMemory(y).buffer, tensorMemory(x).buffer);
  tf.dispose([x, y]);
});

for (const first of ["tensor", "clone"] as const) {
  declare(`disposing the ${first} keeps the other, and its memory`, () => {
    const before = memory();
    const x = tf.tensor1d([1, 2, 3]);
    const y = tf.clone(x);
    const [gone, kept] = first === "tensor" ? [x, y] : [y, x];
    gone.dispose();
    const other = tf.tensor1d([7, 8, 9]); // would take freed memory
    assert(tensorMemory(other).byteOffset !== tensorMemory(kept).byteOffset);
    allclose(kept.dataSync(), [1, 2, 3], {});
    tf.dispose([kept, other]);
    assertEquals(memory(), before);
  });
}

declare("tensors and bytes are counted for both, memory is held once", () => {
  const before = memory();
  const x = tf.zeros([10, 10]);
  const clones = [tf.clone(x), tf.clone(x), tf.clone(tf.clone(x))];
  const { numTensors, numBytes, ids } = memory();
  assertEquals(numTensors - before.numTensors, 5);
  assertEquals(numBytes - before.numBytes, 5 * 400);
  assertEquals(ids - before.ids, 1);
  tf.dispose([x, ...clones]);
  // Only the clone of a clone was not disposed.
  assertEquals(memory().numTensors - before.numTensors, 1);
});

declare("a tidy that clones leaves nothing behind", () => {
  const before = memory();
  tf.tidy(() => {
    const x = tf.ones([4]);
    tf.clone(tf.clone(x));
    tf.grad((x: tf.Tensor) => tf.sum(tf.mul(tf.clone(x), x)))(x);
  });
  assertEquals(memory(), before);
});

declare("the gradient passes through a clone", () => {
  const x = tf.tensor1d([1, -2, 3]);
  const gradient = tf.grad((x: tf.Tensor) =>
    tf.sum(tf.square(tf.mul(tf.clone(x), tf.clone(x))))
  )(x);
  allclose(gradient.dataSync(), [4, -32, 108], { relative: 1e-6 });
});

declare("integers, booleans and words are cloned too", () => {
  const whole = tf.tensor1d([1, 2], "int32");
  assertEquals([...tf.clone(whole).dataSync()], [1, 2]);
  assertEquals(tf.clone(tf.tensor1d([true, false], "bool")).dtype, "bool");
  const words = tf.tensor1d(["a", "b"]);
  const copy = tf.clone(words);
  words.dispose();
  assertEquals([...copy.dataSync<"string">()], ["a", "b"]);
});
