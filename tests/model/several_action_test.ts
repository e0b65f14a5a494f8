import * as tf from "@tensorflow/tfjs";
import { assert } from "@std/assert";
import { exactPlan } from "#lib/lie/action_plan.ts";
import { expm, multiply } from "#lib/lie/expm.ts";
import { exponentialAction } from "#lib/model/exponential_action.ts";
import { largestNorm, severalAction } from "#lib/model/several_action.ts";
import { allclose } from "../allclose.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { randomVector } from "./action.ts";

await startTestRuntime();

/** Two generators move two rows of two patches of 3 cells each. */
const COUNT = 2, ROWS = 2, CHANNELS = 2, CELLS = 3;
const generators = randomVector(COUNT * CELLS ** 2, "generators");
const parameters = randomVector(ROWS * COUNT, "parameters");
const codes = randomVector(ROWS * CHANNELS * CELLS, "codes");

/**
 * Applies a function of each row's own matrix -sum_k v_k G_k to all patches of the row.
 */
const movedBy = (map: (matrix: Float64Array) => Float64Array) =>
(
  generators: readonly number[],
  parameters: readonly number[],
  codes: readonly number[],
): number[] => {
  const entries = CELLS ** 2, width = CHANNELS * CELLS;
  return Array.from({ length: ROWS }, (_, row) => {
    const v = parameters.slice(row * COUNT, (row + 1) * COUNT);
    const matrix = map(Float64Array.from(
      { length: entries },
      (_, at) =>
        v.reduce((sum, vk, k) => sum - vk * generators[k * entries + at], 0),
    ));
    return Array.from({ length: width }, (_, at) => {
      const patch = row * width + at - at % CELLS;
      return Array.from(
        { length: CELLS },
        (_, j) => matrix[(at % CELLS) * CELLS + j] * codes[patch + j],
      ).reduce((sum, value) => sum + value, 0);
    });
  }).flat();
};

/** Patches moved by exp(-sum_k v_k G_k), with the dense exponential in float64. */
const moved = movedBy(expm);

/** A plan of two sub-steps with two terms each. */
const CUT = { substeps: 2, terms: 2 };

/** Patches moved by the cut series (1 + M / 2 + M^2 / 8)^2. */
const cut = movedBy((matrix) => {
  const square = multiply(matrix, matrix, CELLS);
  const step = matrix.map((value, at) =>
    (at % (CELLS + 1) === 0 ? 1 : 0) + value / 2 + square[at] / 8
  );
  return multiply(step, step, CELLS);
});

const tensors = () =>
  [
    tf.tensor3d(generators, [COUNT, CELLS, CELLS]),
    tf.tensor2d(parameters, [ROWS, COUNT]),
    tf.tensor2d(codes, [ROWS, CHANNELS * CELLS]),
  ] as const;

const plan = exactPlan(largestNorm(generators, parameters, COUNT), 1e-6);

Deno.test("the action of several generators is the exponential of each row's own matrix", () =>
  tf.tidy(() => {
    const actual = severalAction(...tensors(), plan).dataSync();
    allclose(actual, moved(generators, parameters, codes), { absolute: 2e-6 });
  }));

const series = [
  { name: "exact", reference: moved, plan },
  { name: "cut", reference: cut, plan: CUT },
];

for (const { name, reference, plan } of series) {
  Deno.test(`value and gradients of the ${name} series agree with central differences in generators, parameters and codes`, () =>
    tf.tidy(() => {
      const weights = randomVector(codes.length, "weights");
      const loss = (...operands: Parameters<typeof reference>) =>
        reference(...operands)
          .reduce((sum, value, i) => sum + weights[i] * value, 0);
      const { value, grads } = tf.valueAndGrads((...operands: tf.Tensor[]) => {
        const [g, v, x] = operands as [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D];
        return tf.sum(
          tf.mul(severalAction(g, v, x, plan), tf.tensor2d(weights, x.shape)),
        );
      })([...tensors()]);
      const operands = [generators, parameters, codes] as const;
      allclose(value.dataSync(), [loss(...operands)], { absolute: 2e-5 });
      const h = 1e-5;
      operands.forEach((operand, which) => {
        const expected = operand.map((value, i) => {
          const at = (by: number) => {
            const changed = operand.with(i, value + by);
            const [g, v, x] = operands.with(which, changed);
            return loss(g, v, x);
          };
          return (at(h) - at(-h)) / (2 * h);
        });
        allclose(
          grads[which].dataSync(),
          expected,
          { absolute: 2e-5 },
          `operand ${which}`,
        );
      });
    }));
}

Deno.test("a single generator acts as the flow of one generator", () =>
  tf.tidy(() => {
    const one = tf.tensor2d(generators.slice(0, CELLS ** 2), [CELLS, CELLS]);
    const t = [0.4, -0.9];
    const x = tf.tensor2d(codes.slice(0, ROWS * CELLS), [ROWS, CELLS]);
    const expected = exponentialAction(one, tf.tensor1d(t), x, plan);
    const actual = severalAction(
      tf.reshape(one, [1, CELLS, CELLS]),
      tf.tensor2d(t, [ROWS, 1]),
      x,
      plan,
    );
    allclose(actual.dataSync(), expected.dataSync(), { absolute: 1e-6 });
  }));

Deno.test("the norm of the action has its largest growth as a tight bound", () => {
  const bound = largestNorm(generators, parameters, COUNT);
  let largest = 0;
  for (let row = 0; row < ROWS; row++) {
    const matrix = Float64Array.from({ length: CELLS ** 2 }, (_, at) => {
      let sum = 0;
      for (let k = 0; k < COUNT; k++) {
        sum += parameters[row * COUNT + k] *
          generators[k * CELLS ** 2 + at];
      }
      return sum;
    });
    const transposed = matrix.map((_, at) =>
      matrix[(at % CELLS) * CELLS + Math.floor(at / CELLS)]
    );
    let power = multiply(transposed, matrix, CELLS), scale = 1;
    for (let i = 0; i < 6; i++) {
      power = multiply(power, power, CELLS);
      scale *= 2;
    }
    const trace = power[0] + power[4] + power[8];
    largest = Math.max(largest, Math.pow(trace, 1 / (2 * scale)));
  }
  assert(
    bound >= largest / 1.01 && bound <= 2 * largest,
    `${bound} ${largest}`,
  );
});
