import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { teachingLoss } from "#lib/training/losses.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const PERIOD = 5;
const t = [0.4, -1.3, 2.4, 6.1];
const gauss = standardNormal(randomStream(0, "outputs"));
const outputs = Array.from({ length: 4 }, () => [gauss(), gauss(), gauss()]);

const lossOf = (outputs: number[][], t: number[], period: number) =>
  tf.tidy(() =>
    teachingLoss(
      tf.tensor2d(outputs),
      tf.tensor1d(t),
      tf.scalar(period),
    ).dataSync()[0]
  );

/** The network's target output for a t. */
const target = (t: number, period: number) => {
  const angle = 2 * Math.PI * t / (period || 1);
  return [t, Math.cos(angle), Math.sin(angle)];
};

for (const [where, period] of [["a line", 0], ["a circle", PERIOD]] as const) {
  Deno.test(`on ${where} the loss is 0 at the target, whatever the unused outputs`, () => {
    const exact = t.map((t) => target(t, period));
    const beside = exact.map(([t, c, s]) =>
      period === 0 ? [t, 7, -2] : [9, c, s]
    );
    allclose([lossOf(beside, t, period)], [0], { absolute: 1e-12 });
    const away = exact.map(([t, c, s]) => [t + 0.1, c, s + 0.1]);
    allclose([lossOf(away, t, period)], [0.01], { relative: 1e-4 });
  });

  Deno.test(`on ${where} the loss is the mean squared distance to the target`, () => {
    const distances = outputs.map((row, i) => {
      const wanted = target(t[i], period);
      return (period === 0 ? [0] : [1, 2])
        .reduce((sum, k) => sum + (row[k] - wanted[k]) ** 2, 0);
    });
    const expected = distances.reduce((sum, value) => sum + value, 0) / 4;
    allclose([lossOf(outputs, t, period)], [expected], { relative: 1e-5 });
  });

  Deno.test(`on ${where} the gradient is a limit of differences`, () => {
    const gradient = tf.tidy(() =>
      tf.grad((x) =>
        teachingLoss(
          x as tf.Tensor2D,
          tf.tensor1d(t),
          tf.scalar(period),
        )
      )(tf.tensor2d(outputs)).arraySync() as number[][]
    );
    // The loss is quadratic in every output, so differences are exact for any h.
    const h = 0.1;
    outputs.forEach((row, i) =>
      row.forEach((_, k) => {
        const moved = (step: number) =>
          outputs.with(i, row.with(k, row[k] + step));
        const slope = (lossOf(moved(h), t, period) -
          lossOf(moved(-h), t, period)) / (2 * h);
        allclose([gradient[i][k]], [slope], { absolute: 1e-5 });
      })
    );
    assert(gradient.flat().some((value) => value !== 0));
  });
}

Deno.test("on a circle, t and t plus the period are the same", () => {
  const around = t.map((t, i) => t + (i - 1) * PERIOD);
  const [one, other] = [t, around].map((t) => lossOf(outputs, t, PERIOD));
  allclose([one], [other], { relative: 1e-5 });
  assert(Math.abs(lossOf(outputs, t, 0) - lossOf(outputs, around, 0)) > 1);
});

Deno.test("without a period the division by it gives no NaN", () => {
  assertEquals(Number.isFinite(lossOf([[0, 0, 0]], [1e6], 0)), true);
});
