import * as tf from "@tensorflow/tfjs";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { norm } from "#lib/lie/basis.ts";
import { pairTensors } from "#lib/model/pair_tensors.ts";
import type { ParameterGroup } from "#lib/model/symmetry_model.ts";
import { batchOrder, relativeChange } from "#lib/training/batches.ts";
import { gatherImages } from "#lib/datasets/gather_images.ts";
import { lossTermNames, stepLosses } from "#lib/training/step_losses.ts";
import type { Trainer } from "#lib/training/trainer.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles } from "../needs.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { plainAdam, plainMoments } from "./plain_adam.ts";
import { pairs, smallTrainer } from "./small_trainer.ts";

await startTestRuntime({ blas: true });

/** A copy of the values of all parameters, or of those of one group. */
function valuesOf({ state }: Trainer, group?: ParameterGroup): number[][] {
  return state.parameters
    .filter((parameter) => group === undefined || parameter.group === group)
    .map(({ variable }) => [...variable.dataSync()]);
}

const run = (trainer: Trainer, steps: number) =>
  Array.from({ length: steps }, () => trainer.advance());

/** The pairs of the first batch, in the given order of the batch. */
function firstBatch(order: (chosen: Uint32Array) => Uint32Array) {
  const chosen = order(batchOrder(pairs.count, 16, 0)(0));
  const cut = (images: Float32Array) => gatherImages(images, 256, chosen);
  return { ...pairs, count: 16, x0: cut(pairs.x0), xt: cut(pairs.xt) };
}

for (const stage of ["basin", "joint", "fine"] as const) {
  Deno.test(`a step of the ${stage} stage is Adam's on the gradient of the sum of the terms`, () => {
    using trainer = smallTrainer({
      basinSteps: stage === "basin" ? 7 : 0,
      adjust: (settings) => ({
        ...settings,
        matching: {
          ...settings.matching,
          fine: { ...settings.matching.fine!, share: stage === "fine" ? 1 : 0 },
        },
      }),
    });
    const { model, pixelFlow, fineFlow, settings, state } = trainer;
    const change = relativeChange(pairs);
    const batch = pairTensors(
      pixelFlow,
      firstBatch((chosen) =>
        stage === "basin"
          ? chosen.sort((a, b) => change[a] - change[b])
          : chosen
      ),
    );
    const { value, grads } = tf.variableGrads(
      () =>
        tf.addN(
          Object.values(
            stepLosses(model, { pixelFlow, fineFlow }, batch, settings, stage),
          ),
        ),
      state.parameters.map(({ variable }) => variable),
    );
    const expected = state.parameters.map(({ variable, group }) => {
      const values = Float32Array.from(variable.dataSync());
      const gradient = grads[variable.name]?.dataSync<"float32">();
      if (gradient === undefined) return values;
      const rate = settings.learningRate[group];
      plainAdam(values, gradient, plainMoments(values.length), rate, 1);
      const length = group === "alpha" ? norm(values) : 1;
      return values.map((v) => v / length);
    });
    const report = trainer.advance();
    assertEquals(report.stage, stage);
    allclose([report.total], value.dataSync(), { relative: 1e-5 });
    valuesOf(trainer).forEach((values, i) =>
      allclose(
        values,
        expected[i],
        { absolute: 1e-6 },
        state.parameters[i].name,
      )
    );
  });
}

Deno.test("a report has the step, the stage, and a total that is the sum of its terms", () => {
  using trainer = smallTrainer({ basinSteps: 2, jointSteps: 3 });
  const reports = run(trainer, 5);
  assertEquals(reports.map(({ step }) => step), [1, 2, 3, 4, 5]);
  assertEquals(reports.map(({ stage }) => stage), [
    "basin",
    "basin",
    "joint",
    "joint",
    "fine",
  ]);
  for (const report of reports) {
    const sum = lossTermNames.reduce((sum, name) => sum + report[name], 0);
    assertAlmostEquals(report.total, sum, 1e-12);
    assert(lossTermNames.every((name) => Number.isFinite(report[name])));
  }
  const { transformed, latent, reconstruction, sparsity } = reports[0];
  assertEquals([transformed, latent, reconstruction, sparsity], [0, 0, 0, 0]);
  for (const name of lossTermNames) {
    assertEquals(reports[4][name] > 0, name !== "teaching", name);
  }
});

Deno.test("alpha moves and keeps unit norm, and a report keeps its alpha", () => {
  using trainer = smallTrainer({ basinSteps: 4, jointSteps: 4 });
  const copies = Array.from({ length: 8 }, () => {
    const { alpha } = trainer.advance();
    assertAlmostEquals(norm(alpha), 1, 1e-6);
    return { alpha, then: Array.from(alpha) };
  });
  for (const { alpha, then } of copies) assertEquals(Array.from(alpha), then);
  assertNotEquals(copies[0].then, copies[3].then);
  assertNotEquals(copies[4].then, copies[7].then);
});

Deno.test("the basin stage leaves the autoencoder unchanged to the bit", () => {
  using trainer = smallTrainer({ basinSteps: 5, jointSteps: 2 });
  const groups = ["autoencoder", "tNetwork", "alpha"] as const;
  const start = groups.map((group) => valuesOf(trainer, group));
  run(trainer, 5);
  const basin = groups.map((group) => valuesOf(trainer, group));
  assertEquals(basin[0], start[0]);
  assertNotEquals(basin[1], start[1]);
  assertNotEquals(basin[2], start[2]);
  trainer.advance();
  groups.forEach((group, i) =>
    assertNotEquals(valuesOf(trainer, group), basin[i])
  );
});

for (const moves of [false, true]) {
  Deno.test(`without the match the latent terms ${moves ? "move" : "leave"} t and alpha, as latentTermsMove says`, () => {
    using trainer = smallTrainer({
      basinSteps: 0,
      adjust: (settings) => ({
        ...settings,
        weights: { ...settings.weights, matching: 0 },
        latentTermsMove: { t: moves, alpha: moves },
      }),
    });
    const [tNetwork, alpha] = [
      valuesOf(trainer, "tNetwork"),
      valuesOf(trainer, "alpha"),
    ];
    run(trainer, 4);
    const turned = valuesOf(trainer, "alpha")[0]
      .reduce((most, v, i) => Math.max(most, Math.abs(v - alpha[0][i])), 0);
    if (moves) {
      assertNotEquals(valuesOf(trainer, "tNetwork"), tNetwork);
      assert(turned > 1e-3);
    } else {
      assertEquals(valuesOf(trainer, "tNetwork"), tNetwork);
      assert(turned < 1e-7, `${turned}`); // renormalised, not moved
    }
  });
}

Deno.test("the basin stage uses only the nearest pairs of a batch", () => {
  const change = relativeChange(pairs);
  const nearest = batchOrder(pairs.count, 16, 0)(0)
    .sort((a, b) => change[a] - change[b]).slice(0, 4);
  using trainer = smallTrainer({
    adjust: (settings) => ({
      ...settings,
      curriculum: { ...settings.curriculum, nearestShare: 0.25 },
    }),
  });
  const { model, pixelFlow, settings } = trainer;
  const cut = (images: Float32Array) => gatherImages(images, 256, nearest);
  const four = pairTensors(pixelFlow, {
    ...pairs,
    count: 4,
    x0: cut(pairs.x0),
    xt: cut(pairs.xt),
  });
  const everyone = {
    ...settings,
    curriculum: { ...settings.curriculum, nearestShare: 1 },
  };
  const { matching } = stepLosses(
    model,
    { pixelFlow },
    four,
    everyone,
    "basin",
  );
  allclose([trainer.advance().matching], matching!.dataSync(), {
    relative: 1e-5,
  });
});

Deno.test("the same seed gives the same bits, another seed others", () => {
  const trained = (seed: number) => {
    using trainer = smallTrainer({ basinSteps: 4, jointSteps: 6, seed });
    const reports = run(trainer, 10).map((report) => ({
      ...report,
      alpha: Array.from(report.alpha),
    }));
    return { reports, values: valuesOf(trainer) };
  };
  const [one, again, other] = [trained(1), trained(1), trained(2)];
  assertEquals(one, again);
  assertNotEquals(one.reports[9].total, other.reports[9].total);
});

Deno.test("a trainer reset to a step repeats the following steps", () => {
  using trainer = smallTrainer({ basinSteps: 3, jointSteps: 5 });
  run(trainer, 2);
  const { state } = trainer;
  const variables = state.parameters.flatMap(({ variable }, i) => {
    const { first, second } = state.moments[i];
    return [variable, first, second];
  });
  const kept = variables.map((variable) => variable.dataSync());
  const rest = run(trainer, 4).map(({ total }) => total);
  tf.tidy(() =>
    variables.forEach((variable, i) =>
      variable.assign(tf.tensor(kept[i], variable.shape))
    )
  );
  state.step = 2;
  assertEquals(run(trainer, 4).map(({ total }) => total), rest);
});

Deno.test("a step that waits for its values gives the same result", async () => {
  using trainer = smallTrainer();
  using waiting = smallTrainer();
  for (let step = 0; step < 7; step++) {
    assertEquals(await waiting.advanceLater(), trainer.advance());
  }
  assertEquals(valuesOf(waiting), valuesOf(trainer));
});

Deno.test({
  ...needs(projectFiles),
  name: "200 steps leak no tensor and no byte",
  fn() {
    using trainer = smallTrainer({
      basinSteps: 100,
      jointSteps: 110,
      width: 8,
    });
    const memory = () => {
      const { numTensors, numBytes, numDataBuffers } = tf.memory();
      const ids = tf.backend().numDataIds();
      return { numTensors, numBytes, numDataBuffers, ids };
    };
    run(trainer, 5);
    const basin = memory();
    run(trainer, 95);
    assertEquals(memory(), basin);
    run(trainer, 5);
    const joint = memory();
    run(trainer, 100);
    assertEquals(memory(), joint);
  },
});

Deno.test("a trainer needs a full batch of pairs", () => {
  assertThrows(
    () => {
      using _ = smallTrainer({
        adjust: (settings) => ({ ...settings, batchSize: 51 }),
      });
    },
    RangeError,
    "expected at least 51 pairs",
  );
});
