import type { Pairs } from "#lib/datasets/types.ts";
import { disposeModel, parametersOf } from "#lib/model/symmetry_model.ts";
import { createTrainer, type Trainer } from "#lib/training/trainer.ts";
import { restoreVariables } from "./restore_variables.ts";
import { loadModel } from "./step_job.ts";
import { readFloats, type StepState } from "./step_state.ts";
import { readRecipe, type TrainingRecipe } from "./training_state.ts";
import { SEED } from "./write_state.ts";

/** Result of a whole training. */
export interface TrainingReply {
  /** Time from the first step to the last; no registration is done in between. */
  readonly seconds: number;
  /** Mean loss of the last steps. */
  readonly loss: number;
}

/** Number of last steps whose losses are averaged. */
const LAST_STEPS = 10;

/** Times a whole training, whose pairs are already in memory. */
export async function measureTraining(
  { folder }: { readonly folder: string },
): Promise<TrainingReply> {
  const recipe = await readRecipe(folder);
  const { state, values, model, pixelFlow } = await loadModel(folder);
  restoreVariables(parametersOf(model).map(({ variable }) => variable), values);
  const pairs = await allPairs(folder, state, recipe);
  const trainer = createTrainer(model, pixelFlow, pairs, state.settings, SEED);
  const matched = await readFloats(folder, "matched");
  const losses: number[] = [];
  const start = performance.now();
  for (let step = 0; step < recipe.basinSteps; step++) trainer.advance();
  takeRegistration(trainer, values, matched, recipe);
  for (let step = 0; step < recipe.jointSteps; step++) {
    losses.push(trainer.advance().total);
  }
  const seconds = (performance.now() - start) / 1000;
  trainer.dispose();
  disposeModel(model);
  pixelFlow.dispose();
  const last = losses.slice(-LAST_STEPS);
  const loss = last.reduce((sum, value) => sum + value, 0) / last.length;
  return { seconds, loss };
}

async function allPairs(
  folder: string,
  { side, channels, surroundings }: StepState,
  { pairs: count }: TrainingRecipe,
): Promise<Pairs> {
  const floats = await readFloats(folder, "all-pairs");
  const x0 = floats.subarray(0, floats.length / 2);
  const xt = floats.subarray(floats.length / 2);
  const size = { height: side, width: side, channels, surroundings };
  return { count, ...size, x0, xt };
}

/**
 * Puts the trainer into the state after a registration, with the result of an earlier
 * one.
 */
function takeRegistration(
  { model, state }: Trainer,
  first: readonly Float32Array[],
  matched: Float32Array,
  { alpha, period }: TrainingRecipe,
): void {
  restoreVariables(
    [model.alpha, state.taught!.t, state.taught!.period],
    [Float32Array.from(alpha), matched, Float32Array.of(period)],
  );
  state.parameters.forEach(({ group, variable }, i) => {
    if (group !== "tNetwork") return;
    restoreVariables([variable], [first[i]]);
    for (const moment of Object.values(state.moments[i])) {
      restoreVariables([moment], [new Float32Array(moment.size)]);
    }
  });
}
