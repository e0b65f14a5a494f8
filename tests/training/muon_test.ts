import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import type { Tensor2D } from "#lib/runtime/tfjs_types.ts";
import { muonUpdate, orthogonalised } from "#lib/training/muon.ts";
import { allclose } from "../allclose.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const shapes = [[5, 5], [12, 7], [7, 12], [64, 3]] as const;

const random = (shape: readonly [number, number], seed: number) =>
  tf.randomNormal([...shape], 0, 1, "float32", seed) as Tensor2D;

const values = (x: tf.Tensor) => Array.from(x.dataSync<"float32">());

/** A random orthogonal matrix. */
const rotation = (size: number) =>
  tf.linalg.qr(random([size, size], 5))[0] as Tensor2D;

for (const shape of shapes) {
  const name = `a matrix of ${shape.join(" x ")}`;

  Deno.test(`${name}: singular values become about 1, with the same vectors`, () => {
    tf.tidy(() => {
      const side = Math.min(...shape);
      // The singular values fall from 1 to a hundredth, in known directions.
      const singular = tf.tensor1d(
        Float32Array.from({ length: side }, (_, i) => 0.01 ** (i / side)),
      );
      const left = tf.slice(rotation(shape[0]), 0, [shape[0], side]);
      const right = tf.slice(rotation(shape[1]), 0, [shape[1], side]);
      const x = tf.matMul(tf.mul(left, singular), right, false, true);
      const inner = tf.matMul(
        tf.matMul(left, orthogonalised(x as Tensor2D), true),
        right,
      );
      values(inner).forEach((value, i) => {
        const diagonal = i % (side + 1) === 0;
        if (diagonal) assert(value > 0.5 && value < 1.3, `${value}`);
        else assert(Math.abs(value) < 1e-3, `${value}`);
      });
    });
  });

  Deno.test(`${name}: orthogonalisation ignores the scale, and commutes with orthogonal maps`, () => {
    tf.tidy(() => {
      const x = random(shape, 1), expected = values(orthogonalised(x));
      const tolerance = { absolute: 1e-4 };
      for (const scale of [1e-3, 50]) {
        allclose(values(orthogonalised(tf.mul(x, scale))), expected, tolerance);
      }
      allclose(
        values(orthogonalised(tf.neg(x))),
        expected.map((value) => -value),
        tolerance,
      );
      const turn = rotation(shape[0]);
      allclose(
        values(orthogonalised(tf.matMul(turn, x))),
        values(tf.matMul(turn, orthogonalised(x))),
        tolerance,
      );
      allclose(
        values(tf.transpose(orthogonalised(tf.transpose(x)))),
        expected,
        tolerance,
      );
    });
  });

  Deno.test(`${name}: operations of tfjs agree with the product on memory`, async () => {
    const x = random(shape, 2);
    const onMemory = values(orthogonalised(x));
    const backend = tf.getBackend();
    await tf.setBackend("cpu");
    try {
      allclose(values(orthogonalised(x)), onMemory, { absolute: 1e-4 });
    } finally {
      await tf.setBackend(backend);
      x.dispose();
    }
  });
}

Deno.test("a gradient of zeros moves nothing", () => {
  tf.tidy(() => {
    assertEquals(values(orthogonalised(tf.zeros([3, 2]))), [0, 0, 0, 0, 0, 0]);
  });
});

Deno.test("an update leaves no tensor, moves by the rate, and keeps its momentum", () => {
  const parameter = tf.tidy(() => tf.variable(tf.zeros([6, 4])));
  const momentum = tf.tidy(() => tf.variable(tf.zeros([6, 4]), false));
  const gradient = random([6, 4], 3);
  const before = tf.memory().numTensors;
  muonUpdate(parameter, gradient, momentum, 0.1);
  assertEquals(tf.memory().numTensors, before);
  const [first, expected] = tf.tidy(() => [
    values(parameter),
    values(tf.mul(-0.1, orthogonalised(gradient as Tensor2D))),
  ]);
  allclose(first, expected, { absolute: 1e-5 });
  // Without a gradient the momentum keeps its direction.
  const none = tf.zeros([6, 4]);
  muonUpdate(parameter, none, momentum, 0.1);
  allclose(values(parameter), expected.map((value) => 2 * value), {
    absolute: 1e-5,
  });
  tf.dispose([parameter, momentum, gradient, none]);
});
