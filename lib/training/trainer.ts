import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "../datasets/types.ts";
import { unit } from "../lie/basis.ts";
import { pairTensors } from "../model/pair_tensors.ts";
import type { PixelFlow } from "../model/pixel_flow.ts";
import {
  type Parameter,
  parametersOf,
  type SymmetryModel,
} from "../model/symmetry_model.ts";
import { tensorMemory } from "../runtime/tensor_memory.ts";
import { adamUpdate, type Moments, zeroMoments } from "./adam.ts";
import { batchOrder, gather, relativeChange } from "./batches.ts";
import { learningRateAt, type Stage, stageAt } from "./schedule.ts";
import type { TrainingSettings } from "./settings.ts";
import { lossTermNames, type LossTerms, stepLosses } from "./step_losses.ts";

/** What one step tells: nothing here knows the truth. */
export interface StepReport extends LossTerms<number> {
  /** Number of steps done, from 1. */
  readonly step: number;
  readonly stage: Stage;
  /** The sum of the terms. */
  readonly total: number;
  /** Coefficients after the step, unit norm. */
  readonly alpha: Float32Array;
}

/** What changes while a model is trained. */
export interface TrainingState {
  readonly parameters: readonly Parameter[];
  /**
   * Their values, one entry a parameter. The variables hold copies: tfjs's
   * kernels keep packed weights by tensor, so a tensor must never change.
   */
  readonly values: readonly Float32Array[];
  /** One entry a parameter. */
  readonly moments: readonly Moments[];
  /** Steps done. */
  step: number;
}

/** Trains a model, one step a call. */
export interface Trainer {
  readonly model: SymmetryModel;
  readonly pixelFlow: PixelFlow;
  readonly settings: TrainingSettings;
  readonly state: TrainingState;
  /** Does one step, synchronously. */
  advance(): StepReport;
  /** Takes over values that were put into the state, as of a step. */
  restored(step: number): void;
}

/** Joins a model, its data and its settings; step s depends on seed and s only. */
export function createTrainer(
  model: SymmetryModel,
  pixelFlow: PixelFlow,
  pairs: Pairs,
  settings: TrainingSettings,
  seed: number,
): Trainer {
  const parameters = parametersOf(model);
  const state: TrainingState = {
    parameters,
    values: parameters.map(({ variable }) =>
      variable.dataSync<"float32">().slice()
    ),
    moments: parameters.map(({ variable }) => zeroMoments(variable.size)),
    step: 0,
  };
  const order = batchOrder(pairs.count, settings.batchSize, seed);
  const change = relativeChange(pairs);

  const chosenAt = (step: number): Uint32Array => {
    const chosen = order(step);
    const nearest = stageAt(settings, step) === "basin";
    return nearest ? chosen.sort((a, b) => change[a] - change[b]) : chosen;
  };

  const advance = (): StepReport =>
    tf.tidy(() => {
      const stage = stageAt(settings, state.step);
      const chosen = choose(pairs, chosenAt(state.step));
      const batch = pairTensors(pixelFlow, chosen);
      const { terms, gradients } = differentiate(
        () => stepLosses(model, pixelFlow, batch, settings, stage),
        parameters,
      );
      update(state, settings, gradients);
      const total = lossTermNames.reduce((sum, name) => sum + terms[name], 0);
      const alpha = model.alpha.dataSync<"float32">().slice();
      return { step: state.step, stage, total, ...terms, alpha };
    });

  const restored = (step: number) => {
    state.parameters.forEach((_, i) => assign(state, i));
    state.step = step;
  };

  return { model, pixelFlow, settings, state, advance, restored };
}

/** The chosen pairs, one after another. */
function choose(pairs: Pairs, chosen: Uint32Array): Pairs {
  const size = pairs.height * pairs.width * pairs.channels;
  return {
    ...pairs,
    count: chosen.length,
    x0: gather(pairs.x0, size, chosen),
    xt: gather(pairs.xt, size, chosen),
  };
}

interface Differentiated {
  readonly terms: LossTerms<number>;
  /** One a parameter; none where no term of the stage depends on it. */
  readonly gradients: readonly (tf.Tensor | undefined)[];
}

function differentiate(
  losses: () => Partial<LossTerms>,
  parameters: readonly Parameter[],
): Differentiated {
  const terms: Record<string, number> = {};
  const { grads } = tf.variableGrads(() => {
    const tensors = losses();
    for (const name of lossTermNames) {
      terms[name] = tensors[name]?.dataSync()[0] ?? 0;
    }
    return tf.addN(Object.values(tensors));
  }, parameters.map(({ variable }) => variable));
  return {
    terms: terms as unknown as LossTerms<number>,
    gradients: parameters.map(({ variable }) => grads[variable.name]),
  };
}

function update(
  state: TrainingState,
  settings: TrainingSettings,
  gradients: readonly (tf.Tensor | undefined)[],
): void {
  state.parameters.forEach(({ group }, i) => {
    const gradient = gradients[i];
    if (gradient === undefined) return;
    const values = state.values[i];
    adamUpdate(
      values,
      tensorMemory(gradient),
      state.moments[i],
      learningRateAt(settings, group, state.step),
      state.step + 1,
    );
    // Back to ||alpha|| = 1 (paper, appendix D).
    if (group === "alpha") values.set(unit(values));
    assign(state, i);
  });
  state.step++;
}

/** Makes a variable hold its values again, in a new tensor. */
function assign({ parameters, values }: TrainingState, i: number): void {
  const { variable } = parameters[i];
  tf.tidy(() => variable.assign(tf.tensor(values[i], variable.shape)));
}
