import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { kernelOf, kernelRows } from "../../bench/kernel_rows.ts";
import { plainStep } from "../../bench/plain_step.ts";
import { profileRows } from "../../bench/profile_rows.ts";
import { stableSettings } from "#lib/training/settings.ts";
import { batchOrder } from "#lib/training/batches.ts";
import { gatherImages } from "#lib/datasets/gather_images.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles } from "../needs.ts";
import { startTestRuntime } from "../start_runtime.ts";
import {
  pairs as digitPairs,
  smallTrainer,
} from "../training/small_trainer.ts";
import { photoPairs, smallPhotoTrainer } from "./small_photo_trainer.ts";

const calls = [
  { name: "Add", bytesAdded: 4, kernelTimeMs: 1 },
  { name: "BatchMatMul", bytesAdded: 40, kernelTimeMs: 5 },
  { name: "Add", bytesAdded: 8, kernelTimeMs: 2 },
  // A custom gradient is a scope around the kernels that it calls.
  { name: "unnamed scope", bytesAdded: 52, kernelTimeMs: 9 },
];

Deno.test("kernelRows adds up the calls of a kernel, the longest first", () => {
  assertEquals(kernelRows(calls, (name) => name !== "unnamed scope"), [
    { name: "BatchMatMul", calls: 1, ms: 5, bytes: 40 },
    { name: "Add", calls: 2, ms: 3, bytes: 12 },
  ]);
});

Deno.test({
  ...needs(projectFiles),
  name: "kernelOf tells the kernels of a backend from other scopes",
  async fn() {
    await startTestRuntime();
    const rows = kernelRows(calls, kernelOf("wasm"));
    assertEquals(rows.map(({ name }) => name), ["BatchMatMul", "Add"]);
  },
});

Deno.test("a profile's rows and its remainder add up to the whole step", () => {
  const rows = profileRows({
    kernels: kernelRows(calls.slice(0, 3), () => true),
    beside: [{ name: "Adam", calls: 1, ms: 4, bytes: 0 }],
    ms: 16,
  });
  assertEquals(rows.map(({ kernel, ms, share }) => [kernel, ms, share]), [
    ["BatchMatMul", "5.00", "31.3 %"],
    ["Add", "3.00", "18.8 %"],
    ["kernels of tfjs together", "8.00", "50.0 %"],
    ["Adam", "4.00", "25.0 %"],
    ["remainder", "4.00", "25.0 %"],
    ["step", "16.00", "100.0 %"],
  ]);
});

for (
  const { name, create, pairs, uncertain } of [
    {
      name: "digits",
      create: () => smallTrainer({ basinSteps: 0 }),
      pairs: digitPairs,
    },
    {
      name: "digits with matched t",
      create: () => smallTrainer({ basinSteps: 0, preset: stableSettings }),
      pairs: digitPairs,
      // The outputs for both orders of a pair cancel the bias, so its gradient is only
      // rounding.
      uncertain: "t_network/1/bias",
    },
    { name: "photographs", create: smallPhotoTrainer, pairs: photoPairs },
  ]
) {
  Deno.test({
    ...needs(projectFiles),
    name: `the plainly written step is the trainer's step, on ${name}`,
    async fn() {
      await startTestRuntime();
      using trainer = create();
      using plain = create();
      // With the initial bias t would be near 0, and nothing would move.
      const all = Float32Array.from({ length: pairs.count }, (_, i) => i / 50);
      for (const { model, state } of [trainer, plain]) {
        const { bias } = model.tNetwork.at(-1)!;
        tf.tidy(() => bias.assign(tf.fill(bias.shape, 0.3)));
        state.taught?.t.assign(tf.tensor1d(all));
        // On a line the gradients of some biases are 0, apart from rounding.
        state.taught?.period.assign(tf.scalar(2));
      }
      const chosen = batchOrder(pairs.count, 16, 0)(0);
      const size = pairs.x0.length / pairs.count;
      const cut = (images: Float32Array) => gatherImages(images, size, chosen);
      const batch = { count: 16, x0: cut(pairs.x0), xt: cut(pairs.xt) };
      const fine = { substeps: 4, terms: 12 };
      const plans = { latentPlan: fine, pixelPlan: fine };
      const matched = plain.state.taught && gatherImages(all, 1, chosen);
      const step = plainStep(plain, { ...pairs, ...batch }, plans, matched);
      allclose([step()], [trainer.advance().total], { relative: 1e-5 });
      const values = (of: typeof trainer) =>
        of.state.parameters.map(({ variable }) => variable.dataSync());
      values(trainer).forEach((expected, i) => {
        const { name } = trainer.state.parameters[i];
        if (name === uncertain) return;
        allclose(values(plain)[i], expected, { absolute: 2e-5 }, name);
      });
      const rate = trainer.settings.learningRate.autoencoder;
      assert(rate > 10 * 2e-5, "a step must be seen");
    },
  });
}
