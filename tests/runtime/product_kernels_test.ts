import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertThrows } from "@std/assert";
import type { ProductShape } from "#lib/runtime/direct.ts";
import { registerProductKernels } from "#lib/runtime/product_kernels.ts";
import { startRuntime } from "#lib/runtime/runtime.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles } from "../needs.ts";
import { plainProduct } from "./plain_product.ts";
import { testProducts } from "./product_tests.ts";

interface Call {
  readonly shape: ProductShape;
  readonly operands: readonly Float32Array[];
}

const calls: Call[] = [];
let started: Promise<unknown> | undefined;

/** Starts the wasm backend with a product in TypeScript that records its calls. */
function start(): Promise<unknown> {
  started ??= startRuntime({ backend: "wasm" }).then(() =>
    registerProductKernels((shape, a, b, c) => {
      calls.push({ shape, operands: [a, b, c] });
      plainProduct(shape, a, b, c);
    })
  );
  return started;
}

testProducts(
  { name: "product in TypeScript", ...needs(projectFiles), start },
  { crossed: true },
);

const declare = (name: string, fn: () => void) =>
  Deno.test({
    ...needs(projectFiles),
    name,
    async fn() {
      await start();
      calls.length = 0;
      tf.tidy(fn);
    },
  });

declare("the product works on the backend's own memory, without copies", () => {
  const a = tf.ones<tf.Rank.R2>([3, 5]), b = tf.ones<tf.Rank.R2>([3, 2]);
  tf.matMul(a, b, true, false);
  assertEquals(calls.map(({ shape }) => shape), [
    {
      transposeA: true,
      transposeB: false,
      m: 5,
      n: 2,
      k: 3,
      accumulate: false,
    },
  ]);
  const [{ operands }] = calls;
  assertEquals(operands.map(({ length }) => length), [15, 6, 10]);
  assert(operands.every(({ buffer }) => buffer === operands[0].buffer));
});

declare("a bias is in C before the product is added to it", () => {
  const a = tf.ones<tf.Rank.R2>([3, 4]), b = tf.ones<tf.Rank.R2>([4, 2]);
  const bias = tf.tensor1d([10, -10]);
  const y = tf.fused.matMul({ a, b, bias, activation: "relu" });
  assertEquals(calls.map(({ shape }) => shape.accumulate), [true]);
  allclose(y.dataSync(), [14, 0, 14, 0, 14, 0], {});
});

declare("one call a matrix of the batch", () => {
  tf.matMul(tf.ones([3, 1, 4, 5]), tf.ones([1, 2, 5, 6]));
  assertEquals(calls.length, 6);
  assertEquals(
    new Set(calls.map(({ operands }) => operands[2].byteOffset)).size,
    6,
  );
  assertEquals(
    new Set(calls.map(({ operands }) => operands[0].byteOffset)).size,
    3,
  );
  assertEquals(
    new Set(calls.map(({ operands }) => operands[1].byteOffset)).size,
    2,
  );
});

declare("an allocation that moves the heap does no harm", () => {
  const a = tf.ones<tf.Rank.R2>([9000, 1]), b = tf.ones<tf.Rank.R2>([1, 1000]);
  tf.matMul(b, b, false, true);
  const c = tf.matMul(a, b); // 36 MB, more than the heap has at first
  assert(calls[0].operands[0].buffer !== calls[1].operands[0].buffer);
  const end = tf.slice(c, [8000, 0], [1000, 1000]);
  assertEquals(tf.sum(end).dataSync()[0], 1e6);
});

const fused = (bias: tf.Tensor, attrs: Record<string, string>) =>
  tf.engine().runKernel("_FusedMatMul", {
    a: tf.ones([1, 2, 3]),
    b: tf.ones([1, 3, 4]),
    bias,
  }, { transposeA: false, transposeB: false, ...attrs });

declare("unequal inner sizes and unknown activations are turned away", () => {
  assertThrows(
    () =>
      tf.engine().runKernel("BatchMatMul", {
        a: tf.ones([2, 3]),
        b: tf.ones([4, 5]),
      }, { transposeA: false, transposeB: false }),
    RangeError,
    "expected equal inner sizes, found 3 and 4 (shapes [2,3] and [4,5])",
  );
  const bias = tf.ones([4]);
  assertThrows(
    () => fused(bias, { activation: "elu" }),
    TypeError,
    "expected the activation linear, relu or leakyrelu, found elu",
  );
  assertThrows(
    () =>
      tf.fused.matMul({
        a: tf.ones<tf.Rank.R2>([2, 3]),
        b: tf.ones<tf.Rank.R2>([3, 4]),
        activation: "prelu",
        preluActivationWeights: tf.ones([4]),
      }),
    TypeError,
    "prelu is not supported",
  );
});

declare("a bias that is no row of the product is turned away", () => {
  assertThrows(() => fused(tf.ones([2, 1]), { activation: "linear" }));
  assertThrows(() => fused(tf.ones([3]), { activation: "linear" }));
});

declare("empty matrices have empty or zero products", () => {
  assertEquals(tf.matMul(tf.ones([0, 3]), tf.ones([3, 2])).shape, [0, 2]);
  const nothing = tf.matMul(tf.ones([2, 0]), tf.ones([0, 3]));
  allclose(nothing.dataSync(), [0, 0, 0, 0, 0, 0], {});
});
