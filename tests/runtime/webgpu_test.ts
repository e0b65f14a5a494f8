import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { quadratic } from "#lib/lie/basis.ts";
import { exactPlan, truncatedPlan } from "#lib/lie/action_plan.ts";
import { exponentialAction } from "#lib/model/exponential_action.ts";
import { dense } from "#lib/model/dense.ts";
import type { Activation } from "#lib/model/dense_layer.ts";
import { createMlp, runMlp } from "#lib/model/mlp.ts";
import { createPixelFlow, pixelPlan } from "#lib/model/pixel_flow.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { startWebGpu } from "#lib/runtime/webgpu.ts";
import * as losses from "#lib/training/losses.ts";
import { allclose } from "../allclose.ts";
import { needs } from "../needs.ts";
import { foundGpu, gpuAdapter } from "./gpu_need.ts";

// Keeps tfjs's advice to install tfjs-node out of the test's output.
tf.env().set("IS_NODE", false);

let started: ReturnType<typeof startWebGpu> | undefined;

function declare(name: string, fn: () => Promise<void>): void {
  Deno.test({
    ...needs(gpuAdapter),
    name: `webgpu: ${name}`,
    async fn() {
      started ??= startWebGpu();
      await started;
      // tfjs would otherwise compute on small tensors with the processor.
      tf.env().set("WEBGPU_CPU_FORWARD", false);
      await fn();
    },
  });
}

type Computation = () => tf.Tensor[];

/** Asserts that WebGPU and the cpu backend agree to 1e-4 of the largest value. */
async function agree(...computations: Computation[]): Promise<void> {
  for (const compute of computations) {
    const expected = await computedOn("cpu", compute);
    const actual = await computedOn("webgpu", compute);
    assertEquals(actual.length, expected.length);
    actual.forEach((values, i) => {
      const largest = expected[i].reduce((m, v) => Math.max(m, Math.abs(v)), 0);
      allclose(values, expected[i], { absolute: 1e-4 * largest }, `[${i}]`);
    });
  }
}

async function computedOn(
  backend: "cpu" | "webgpu",
  compute: Computation,
): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  const { numTensors } = tf.memory();
  tf.engine().startScope();
  try {
    const values = compute().map((tensor) => tensor.data<"float32">());
    return await Promise.all(values);
  } finally {
    tf.engine().endScope();
    tf.disposeVariables();
    assertEquals(tf.memory().numTensors, numTensors, "tensors left behind");
  }
}

/** Normal random numbers, the same on every backend. */
function random<T extends tf.Tensor>(shape: number[], name: string): T {
  const next = standardNormal(randomStream(0, name));
  const values = Float32Array.from(
    { length: tf.util.sizeFromShape(shape) },
    next,
  );
  return tf.tensor(values, shape) as T;
}

/** The value of f, and the gradients of its product with random numbers. */
function withGradients(
  f: (...operands: tf.Tensor[]) => tf.Tensor,
  operands: tf.Tensor[],
): tf.Tensor[] {
  const value = f(...operands);
  const weight = random(value.shape, "weight");
  const gradients = tf.grads((...operands) =>
    tf.sum(tf.mul(f(...operands), weight))
  )(operands);
  return [value, ...gradients];
}

declare("its description names the adapter", async () => {
  const { description, hardware } = await started!;
  assert(description.includes(foundGpu!.name), description);
  assertEquals(description.includes("software"), !hardware);
  assertEquals(hardware, foundGpu!.hardware);
});

// One size for each program among which tfjs chooses by shape.
const SIZES = [[3, 9, 7], [33, 65, 40], [20, 2100, 24], [190, 66, 200], [
  256,
  64,
  128,
]] as const;

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const label = `${transposeA ? "A'" : "A"} ${transposeB ? "B'" : "B"}`;
    declare(`${label} and its gradients`, async () => {
      await agree(...SIZES.map(([m, k, n]) => () => {
        const a = random(transposeA ? [k, m] : [m, k], "a");
        const b = random(transposeB ? [n, k] : [k, n], "b");
        return withGradients(
          (a, b) => tf.matMul(a, b, transposeA, transposeB),
          [a, b],
        );
      }));
    });
  }
}

declare("a sum of more tensors than a shader may bind", async () => {
  const tensors = () =>
    Array.from({ length: 100 }, (_, i) => random([7, 5], `${i}`));
  await agree(() => [tf.addN(tensors())], () => [tf.addN(tensors().slice(99))]);
});

declare("dense layers and their gradients", async () => {
  const layers = (["linear", "relu"] as const).flatMap((activation) =>
    ([[3, 9, 7], [64, 144, 100]] as const).map(
      ([rows, inputs, outputs]) => () =>
        layerWithGradients(activation, rows, inputs, outputs),
    )
  );
  await agree(...layers);
});

function layerWithGradients(
  activation: Activation,
  rows: number,
  inputs: number,
  outputs: number,
): tf.Tensor[] {
  const weight = tf.variable(random<tf.Tensor2D>([inputs, outputs], "w"));
  const bias = tf.variable(random<tf.Tensor1D>([outputs], "b"));
  const x = random<tf.Tensor2D>([rows, inputs], "x");
  const layer = { weight, bias, activation };
  const dy = random([rows, outputs], "dy");
  const loss = (x: tf.Tensor2D) => tf.sum(tf.mul(dense(layer, x, true), dy));
  const { grads } = tf.variableGrads(() => loss(x) as tf.Scalar);
  const dx = tf.grad((x) => loss(x as tf.Tensor2D))(x);
  return [
    dense(layer, x, false),
    grads[weight.name],
    grads[bias.name],
    dx,
  ];
}

declare("an MLP and its gradients", async () => {
  await agree(() => {
    const mlp = createMlp([60, 48, 33, 10], randomStream(0, "mlp"));
    const x = random<tf.Tensor2D>([40, 60], "x");
    const { value, grads } = tf.variableGrads(() =>
      tf.sum(tf.square(runMlp(mlp, x, true)))
    );
    const ofLayers = mlp.flatMap(({ weight, bias }) => [
      grads[weight.name],
      grads[bias.name],
    ]);
    return [value, runMlp(mlp, x, false), ...ofLayers];
  });
});

declare("the exponential action and its gradients", async () => {
  // The largest |t| is about 3, and ||G|| about 2.
  const plans = [truncatedPlan(3), exactPlan(0.5), exactPlan(12)];
  await agree(
    ...plans.flatMap((plan) =>
      ([[6, 25], [40, 100]] as const).map(([rows, n]) => () =>
        withGradients(
          (generator, t, x) =>
            exponentialAction(
              generator as tf.Tensor2D,
              t as tf.Tensor1D,
              x as tf.Tensor2D,
              plan,
            ),
          [
            tf.div(random([n, n], "generator"), Math.sqrt(n)),
            random([rows], "t"),
            random([rows, n], "x"),
          ],
        )
      )
    ),
  );
});

declare("the terms of the loss and their gradients", async () => {
  const between = (
    term: (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Tensor,
  ): Computation =>
  () =>
    withGradients(
      (a, b) => term(a as tf.Tensor2D, b as tf.Tensor2D),
      [random([30, 70], "a"), random([30, 70], "b")],
    );
  await agree(
    between(losses.latentMatch),
    () =>
      withGradients(
        (decoded) => {
          const { transformed, plain } = losses.reconstructions(
            decoded as tf.Tensor2D,
            random([20, 70], "images"),
          );
          return tf.add(transformed, tf.mul(3, plain));
        },
        [random([30, 70], "decoded")],
      ),
    () =>
      withGradients(
        (alpha) => losses.sparsity(alpha as tf.Tensor1D),
        [random([12], "alpha")],
      ),
    generatorMatch,
  );
});

function generatorMatch(): tf.Tensor[] {
  const flow = createPixelFlow(quadratic, 8);
  const rows = 10;
  const images = [rows, flow.frame ** 2];
  const alpha = tf.div(random([12], "alpha"), 4);
  const plan = pixelPlan(flow, quadratic.terms.map(() => 0.3), 2);
  const results = withGradients(
    (alpha, t) =>
      losses.generatorMatch(
        flow,
        alpha as tf.Tensor1D,
        t as tf.Tensor1D,
        random(images, "frame0"),
        random(images, "frameT"),
        plan,
      ),
    [
      alpha,
      random([rows], "t"),
    ],
  );
  flow.dispose();
  return results;
}

declare("what the device could not compute is an error when read", async () => {
  await tf.setBackend("webgpu");
  const ones = tf.ones([8, 8]);
  const product = tf.matMul(ones, ones);
  (tf.backend() as WebGPUBackend).device.createShaderModule({ code: "(" });
  await assertRejects(() => product.data(), Error, "backend webgpu: ");
  tf.dispose([ones, product]);
  started = undefined;
});

Deno.test("webgpu: no adapter is one line for the user", async () => {
  Object.defineProperty(navigator.gpu, "requestAdapter", {
    value: () => Promise.resolve(null),
    configurable: true,
  });
  try {
    await assertRejects(
      () => startWebGpu(),
      UserError,
      "backend webgpu: expected a GPU adapter, found none",
    );
  } finally {
    delete (navigator.gpu as { requestAdapter?: unknown }).requestAdapter;
  }
});
