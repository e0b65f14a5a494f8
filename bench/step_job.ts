import type { Pairs } from "#lib/datasets/types.ts";
import { experimentById } from "#lib/experiments/catalogue.ts";
import { createPixelFlow, type PixelFlow } from "#lib/model/pixel_flow.ts";
import { createModel, type SymmetryModel } from "#lib/model/symmetry_model.ts";
import { createTrainer, type Trainer } from "#lib/training/trainer.ts";
import { restoreVariables } from "./restore_variables.ts";
import { type TimedSteps, timeSteps } from "./step_clock.ts";
import {
  arraysOf,
  readFloats,
  readState,
  type StateBatch,
  type StepState,
} from "./step_state.ts";
import { SEED } from "./write_state.ts";

export interface StepRequest {
  /** Path of the folder with the training state. */
  readonly folder: string;
  readonly batch: number;
  readonly repeats: number;
}

export type StepReply = TimedSteps<StepValues>;

/** Values of a step, equal for peers that do the same step. */
export interface StepValues {
  /** The whole loss. */
  readonly loss: number;
  /**
   * The weighted L_alpha in the loss, or the teaching term in its place. It is shown
   * separately because it is small compared with the reconstruction terms.
   */
  readonly matching: number;
}

/** A training state and its model. */
export interface LoadedModel {
  readonly state: StepState;
  /** Values of the parameters, in the order of the state. */
  readonly values: readonly Float32Array[];
  readonly model: SymmetryModel;
  readonly pixelFlow: PixelFlow;
}

/** One model and its trainers, one per batch size. */
interface Loaded extends LoadedModel {
  readonly steps: Map<number, LoadedStep>;
}

/** The step that follows a training state. */
export interface LoadedStep {
  readonly trainer: Trainer;
  readonly pairs: Pairs;
  readonly plan: StateBatch;
  /** Restores the parameters; Adam's moments stay as they are. */
  readonly restore: () => void;
}

const loaded = new Map<string, Loaded>();

/**
 * Times the step that follows the training state, repeatedly from the same parameters.
 */
export async function measureStep(
  { folder, batch, repeats }: StepRequest,
): Promise<StepReply> {
  const { trainer, restore } = await loadStep(folder, batch);
  return timeSteps(restore, () => {
    const { total: loss, matching, teaching } = trainer.advance();
    return { loss, matching: matching + teaching };
  }, repeats);
}

/** Reads the training state and prepares the step, once per process. */
export async function loadStep(
  folder: string,
  batch: number,
): Promise<LoadedStep> {
  if (!loaded.has(folder)) loaded.set(folder, await load(folder));
  const own = loaded.get(folder)!;
  if (!own.steps.has(batch)) {
    own.steps.set(batch, await stepOf(own, folder, batch));
  }
  return own.steps.get(batch)!;
}

function restore(
  { state }: Trainer,
  values: readonly Float32Array[],
  step: number,
): void {
  restoreVariables(
    state.parameters.map(({ variable }) => variable),
    values,
  );
  state.step = step;
}

async function load(folder: string): Promise<Loaded> {
  return { ...await loadModel(folder), steps: new Map() };
}

/**
 * Reads a training state and makes its model, whose parameters still have other values.
 */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const state = await readState(folder);
  const { basis } = experimentById(state.experiment);
  return {
    state,
    values: arraysOf(
      state.parameters.map(({ shape }) => shape),
      await readFloats(folder, "parameters"),
    ),
    model: createModel({ ...state.spec, basis }, SEED),
    pixelFlow: createPixelFlow(
      basis,
      state.side,
      state.settings.matching.grid,
      state.surroundings,
    ),
  };
}

/**
 * Makes a trainer with the pairs of one batch only, so that every step uses all of
 * them.
 */
async function stepOf(
  { state, values, model, pixelFlow }: Loaded,
  folder: string,
  batch: number,
): Promise<LoadedStep> {
  const floats = await readFloats(folder, `pairs-${batch}`);
  const { side, channels, surroundings } = state;
  const pairs: Pairs = {
    count: batch,
    height: side,
    width: side,
    channels,
    surroundings,
    x0: floats.subarray(0, floats.length / 2),
    xt: floats.subarray(floats.length / 2),
  };
  const settings = { ...state.settings, batchSize: batch };
  const trainer = createTrainer(model, pixelFlow, pairs, settings, SEED);
  const { taught } = trainer.state;
  if (taught !== undefined) {
    const t = await readFloats(folder, `taught-${batch}`);
    restoreVariables(
      [taught.t, taught.period],
      [t, Float32Array.of(state.period!)],
    );
  }
  return {
    trainer,
    pairs,
    plan: state.batches.find((plan) => plan.batch === batch)!,
    restore: () => restore(trainer, values, state.step),
  };
}
