import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { stableSettings } from "#lib/training/settings.ts";
import { trainingMeasures } from "../../bench/measure_training.ts";
import { writeFloats } from "../../bench/step_state.ts";
import { measureTraining } from "../../bench/training_job.ts";
import type { TrainingRecipe } from "../../bench/training_state.ts";
import { trainingSection } from "../../bench/training_tables.ts";
import { writeState } from "../../bench/write_state.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { pairs, smallTrainer } from "../training/small_trainer.ts";

const matched = Float32Array.from({ length: pairs.count }, (_, i) => i / 100);

const recipe: TrainingRecipe = {
  experiment: "mnist-rotation-small",
  ...{ basinSteps: 3, jointSteps: 4 },
  pairs: pairs.count,
  alpha: [1, ...Array(11).fill(0)],
  period: 0,
  basinPlan: { substeps: 1, terms: 3 },
  latentPlan: { substeps: 1, terms: 8 },
  registrationSeconds: 20,
};

const trainer = () => smallTrainer({ preset: stableSettings });

Deno.test({
  ...needs(projectFiles, temporaryFolder),
  name:
    "a whole training in the bench has the trainer's losses after a registration",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await startTestRuntime();
      using before = trainer();
      await writeState(folder, recipe.experiment, before, [pairs]);
      await writeFloats(folder, "all-pairs", pairs.x0, pairs.xt);
      await writeFloats(folder, "matched", matched);
      await Deno.writeTextFile(`${folder}/recipe.json`, JSON.stringify(recipe));
      const { seconds, loss } = await measureTraining({ folder });
      assert(seconds > 0);

      using own = trainer();
      const { model, state } = own;
      const first = state.parameters.map(({ variable }) => variable.dataSync());
      for (let i = 0; i < 3; i++) own.advance();
      tf.tidy(() => {
        model.alpha.assign(tf.tensor1d([...recipe.alpha]));
        state.taught!.t.assign(tf.tensor1d(matched));
        state.parameters.forEach(({ group, variable }, i) => {
          if (group !== "tNetwork") return;
          variable.assign(tf.tensor(first[i], variable.shape));
          for (const moment of Object.values(state.moments[i])) {
            moment.assign(tf.zerosLike(moment));
          }
        });
      });
      const losses = Array.from({ length: 4 }, () => own.advance().total);
      const mean = losses.reduce((sum, value) => sum + value) / 4;
      allclose([loss], [mean], { relative: 1e-6 });
    }),
});

Deno.test("a training's ratios are those of the medians, and the table says what is left out", () => {
  const answer = (peer: string, round: number, seconds: number) => ({
    ...{ peer, case: null, round },
    reply: { seconds, loss: 60 },
  });
  const measures = trainingMeasures([
    answer("wasm", 0, 30),
    answer("pytorch", 0, 20),
    answer("wasm", 1, 32),
    answer("pytorch", 1, 20),
  ]);
  assertEquals(measures.overPytorch, {
    blas: null,
    wasm: 31 / 20,
    pytorch: 1,
    "pytorch compiled": null,
  });
  assertEquals(measures.loss, {
    blas: null,
    wasm: 60,
    pytorch: 60,
    "pytorch compiled": null,
  });
  const text = trainingSection({
    recipe,
    ...measures,
    descriptions: {},
    reasons: { blas: "no BLAS" },
  }).join("\n");
  assert(text.includes("3 basin steps and 4 taught ones on 50 pairs"), text);
  assert(text.includes("1.55"), text);
  assert(text.includes("registration and matching, 20 s"), text);
  assert(text.includes("blas: no BLAS"), text);
});
