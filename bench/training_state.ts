import { experimentById } from "#lib/experiments/catalogue.ts";
import {
  disposePrepared,
  prepare,
  splitPairs,
} from "#lib/experiments/prepare.ts";
import type { RunSpec } from "#lib/experiments/run_spec.ts";
import type { ActionPlan } from "#lib/lie/action_plan.ts";
import { largestMagnitude } from "#lib/lie/coefficients.ts";
import { latentPlan } from "#lib/model/forward.ts";
import { truncatedPixelPlan } from "#lib/model/pixel_flow.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { batchOrder } from "#lib/training/batches.ts";
import { stableSettings, type StageSteps } from "#lib/training/settings.ts";
import { benchModels } from "./models.ts";
import { somePairs } from "./step_state_job.ts";
import { writeFloats } from "./step_state.ts";
import { SEED, writeState } from "./write_state.ts";

/** The experiment whose training is timed. */
const { experiment: EXPERIMENT } = benchModels[0];

export interface TrainingStateRequest extends StageSteps {
  readonly folder: string;
}

/**
 * Data of a training that the peers need in addition to the state before its first
 * step.
 */
export interface TrainingRecipe extends StageSteps {
  readonly experiment: string;
  /** Number of training pairs. */
  readonly pairs: number;
  /** Coefficients that the registration found. */
  readonly alpha: readonly number[];
  /** Period of the flow, 0 if t is on a line. */
  readonly period: number;
  /** Plans of PyTorch's actions, in a basin step and in a step with matched t. */
  readonly basinPlan: ActionPlan;
  readonly latentPlan: ActionPlan;
  /**
   * Duration of the registration and of the matching of all pairs, which are not
   * compared.
   */
  readonly registrationSeconds: number;
}

/**
 * Writes the data of a whole training of `stable` into a folder, for all peers: the
 * state before the first step; the training pairs, as `all-pairs`; the indices of every
 * step's pairs, as `order`; and the result of the registration: alpha, the period, and
 * the matched t of all pairs, as `matched`.
 */
export async function prepareTraining(
  { folder, basinSteps, jointSteps }: TrainingStateRequest,
): Promise<TrainingRecipe> {
  const stages = { basinSteps, jointSteps };
  const settings = stableSettings(stages);
  const spec: RunSpec = {
    experiment: experimentById(EXPERIMENT),
    seed: SEED,
    budget: "standard",
    preset: "stable",
  };
  const prepared = await prepare(spec, {}, () => settings);
  const { trainer, trainer: { model, state } } = prepared;
  const { pairs } = await splitPairs(spec, "train", {});
  const { count, x0, xt } = pairs;
  await writeState(folder, EXPERIMENT, trainer, [
    somePairs(pairs, settings.batchSize),
  ]);
  await writeFloats(folder, "all-pairs", x0, xt);
  const numbersOf = batchOrder(count, settings.batchSize, SEED);
  const order = Array.from(
    { length: settings.steps },
    (_, step) => Float32Array.from(numbersOf(step)),
  );
  await writeFloats(folder, "order", ...order);
  for (let i = 0; i < basinSteps; i++) trainer.advance();
  const start = performance.now();
  runAtOnce(trainer.register(false));
  const registrationSeconds = (performance.now() - start) / 1000;
  const t = state.taught!.t.dataSync<"float32">();
  const alpha = model.alpha.dataSync<"float32">();
  await writeFloats(folder, "matched", t);
  const recipe: TrainingRecipe = {
    experiment: EXPERIMENT,
    ...stages,
    pairs: count,
    alpha: [...alpha],
    period: state.taught!.period.dataSync()[0],
    basinPlan: truncatedPixelPlan(settings.curriculum.order).dense,
    latentPlan: latentPlan(model, alpha, largestMagnitude(t)),
    registrationSeconds,
  };
  await Deno.writeTextFile(`${folder}/recipe.json`, JSON.stringify(recipe));
  disposePrepared(prepared);
  return recipe;
}

/** Reads the recipe that {@link prepareTraining} has written beside the state. */
export async function readRecipe(folder: string): Promise<TrainingRecipe> {
  return JSON.parse(await Deno.readTextFile(`${folder}/recipe.json`));
}
