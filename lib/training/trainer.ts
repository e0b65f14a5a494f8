import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "../datasets/types.ts";
import { tInOneOrder } from "../model/forward.ts";
import { pairTensors } from "../model/pair_tensors.ts";
import { createPixelFlow, type PixelFlow } from "../model/pixel_flow.ts";
import {
  type Parameter,
  parametersOf,
  type SymmetryModel,
} from "../model/symmetry_model.ts";
import { type Moments, zeroMoments } from "./adam.ts";
import { batchOrder, relativeChange } from "./batches.ts";
import { type GoodState, learningRateFactor } from "./good_state.ts";
import {
  type HeldOutLoss,
  holdOut,
  isLossDue,
  presentSettings,
} from "./held_out.ts";
import { NumericalFault } from "./numerical_fault.ts";
import { isAlphaFixed, type Stage, stageAt, stepsOfAdam } from "./schedule.ts";
import type { TrainingSettings } from "./settings.ts";
import { differentiate, readLosses } from "./differentiate.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { type Reading, readingAtOnce, waitingForValues } from "./reading.ts";
import { registering } from "./registering.ts";
import { updateParameter } from "./update_parameter.ts";
import {
  type Flows,
  type LossTerms,
  type PairBatch,
  stepLosses,
  type StepPlans,
  stepPlans,
} from "./step_losses.ts";
import type {
  ScalarVariable,
  Tensor,
  Variable,
  Variable1D,
} from "../runtime/tfjs_types.ts";

/** Report of one step. It contains no knowledge of the true generator. */
export interface StepReport extends LossTerms<number> {
  /** Number of steps done, from 1. */
  readonly step: number;
  /** The stage that the step belongs to. */
  readonly stage: Stage;
  /** The sum of the terms. */
  readonly total: number;
  /** Coefficients after the step, of unit norm. */
  readonly alpha: Float32Array;
}

/** One row of a training history. */
export type HistoryRow = Omit<StepReport, "alpha"> & {
  readonly alpha: readonly number[];
};

/** Results of a registration that later steps use. */
export type Taught = {
  /**
   * One t per training pair, in the unit generator's time. It is matched for the pairs
   * that steps after the registration draw.
   */
  readonly t: Variable1D;
  /** The model's period. */
  readonly period: ScalarVariable;
};

/** Arrays that a registration finds, by name. */
export type RegisteredArrays = Readonly<Record<string, Variable>>;

/** State of a training: everything that its steps change. */
export interface TrainingState<
  Found extends RegisteredArrays = RegisteredArrays,
> {
  /** The trained arrays, in a fixed order. */
  readonly parameters: readonly Parameter[];
  /** One entry per parameter. */
  readonly moments: readonly Moments[];
  /** Results of the registration, if the t-network learns matched t. */
  readonly taught?: Found;
  /** Number of steps done. */
  step: number;
  /** Reports of all steps. */
  history: HistoryRow[];
  /** Losses of the held-out pairs, if there are such pairs. */
  heldOut: HeldOutLoss[];
  /** Seconds spent in training. */
  seconds: number;
  /** Number of times that the training was resumed from a checkpoint. */
  resumed: number;
  /** Number of times that the training went back to a good state. */
  setbacks: number;
  /** The last good state, if there is one. */
  good?: GoodState;
}

/** A trainer, which a training loop drives by one call per step. */
export interface Trainable {
  /** Settings of the training. */
  readonly settings: TrainingSettings;
  /** Everything that changes from step to step. */
  readonly state: TrainingState;
  /**
   * Does one step synchronously.
   *
   * @throws NumericalFault if the loss is not finite, or the norm of an action is too
   * large.
   */
  advance(): StepReport;
  /** Does one step on a backend whose values can only be read asynchronously. */
  advanceLater(): Promise<StepReport>;
  /** Whether a registration must precede the next step. */
  isRegistrationDue(): boolean;
  /**
   * Registers the generator, and matches the training pairs whose t the t-network
   * learns.
   *
   * @param waits Whether values can only be read asynchronously.
   * @param signal Stops the registration, which then changes nothing.
   * @returns Whether the registration was completed.
   */
  register(waits: boolean, signal?: AbortSignal): Pausable<boolean>;
  /** Computes the terms and gradients of the last step, and changes nothing. */
  rehearse(): void;
  /** Returns all tensors that persist between steps. */
  tensors(): Tensor[];
  /** Frees those tensors of the state that are not the model's. */
  dispose(): void;
}

/** A trainer of a model of one generator. */
export interface Trainer extends Trainable {
  /** The model that is trained. */
  readonly model: SymmetryModel;
  /** The pixel-space flow on the grid of the first two stages. */
  readonly pixelFlow: PixelFlow;
  /** The pixel-space flow of the fine stage, if the settings have one. */
  readonly fineFlow?: PixelFlow;
  /** Everything that changes from step to step. */
  readonly state: TrainingState<Taught>;
}

/**
 * Makes a trainer from a model, its data and its settings. The pairs of a step depend
 * only on the seed and the step's number.
 */
export function createTrainer(
  model: SymmetryModel,
  pixelFlow: PixelFlow,
  pairs: Pairs,
  settings: TrainingSettings,
  seed: number,
): Trainer {
  const parameters = parametersOf(model);
  const state: TrainingState<Taught> = {
    parameters,
    moments: parameters.map(({ variable }) => zeroMoments(variable.shape)),
    ...model.period !== undefined && {
      taught: {
        t: tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([pairs.count]))),
        period: model.period,
      },
    },
    step: 0,
    history: [],
    heldOut: [],
    seconds: 0,
    resumed: 0,
    setbacks: 0,
  };
  const { learned, held } = holdOut(pairs.count, settings, seed);
  const batchSize = held.length > 0
    ? Math.min(settings.batchSize, learned.length)
    : settings.batchSize;
  const rows = batchOrder(learned.length, batchSize, seed);
  const order = (step: number) => rows(step).map((row) => learned[row]);
  const change = relativeChange(pairs);
  const { fine } = settings.matching;
  const fineFlow = fine === undefined ? undefined : createPixelFlow(
    model.spec.basis,
    pairs.height,
    fine.grid,
    pairs.surroundings,
  );
  const batchOf = (chosen: Uint32Array, isTaught: boolean): PairBatch =>
    tf.tidy(() => ({
      ...pairTensors(pixelFlow, pairs, chosen),
      ...state.taught !== undefined && isTaught && {
        taught: tf.gather(
          state.taught.t,
          tf.tensor1d(Int32Array.from(chosen), "int32"),
        ),
      },
    }));
  const work: Work = {
    model,
    startOfT: parameters.flatMap(({ group, variable }) =>
      group === "tNetwork" && settings.registration !== undefined
        ? [variable.dataSync<"float32">().slice()]
        : []
    ),
    flows: { pixelFlow, fineFlow },
    settings,
    state,
    loose: [],
    pairsToCome() {
      const numbers = new Set<number>(held);
      for (let step = state.step; step < settings.steps; step++) {
        order(step).forEach((pair) => numbers.add(pair));
      }
      return [...numbers].sort((a, b) => a - b);
    },
    batchAt(step) {
      const chosen = order(step);
      if (stageAt(settings, step) !== "basin") return batchOf(chosen, true);
      chosen.sort((a, b) => change[a] - change[b]);
      return batchOf(chosen, false);
    },
    heldOutBatch: held.length > 0 ? () => batchOf(held, true) : undefined,
  };
  return {
    model,
    pixelFlow,
    fineFlow,
    settings,
    state,
    isRegistrationDue: () =>
      settings.registration !== undefined &&
      state.step === settings.curriculum.basinSteps,
    register: (waits, signal) => registering(work, pairs, seed, waits, signal),
    advance: () => readingAtOnce(oneStep(work)),
    advanceLater: () => waitingForValues(oneStep(work, PLANNED_AHEAD)),
    rehearse: () =>
      tf.tidy(() => {
        const last = settings.steps - 1;
        const stage = stageAt(settings, last);
        differentiated(work, work.batchAt(last), stage).terms.dispose();
      }),
    tensors: () => [
      ...parameters.map(({ variable }) => variable),
      ...momentsOf(state),
      ...Object.values(state.taught ?? {}),
      model.flow.stack,
      ...pixelFlow.tensors(),
      ...fineFlow?.tensors() ?? [],
    ],
    dispose() {
      tf.dispose(momentsOf(state));
      state.taught?.t.dispose();
      tf.dispose(work.loose.splice(0));
      fineFlow?.dispose();
    },
  };
}

const momentsOf = ({ moments }: TrainingState): tf.Variable[] =>
  moments.flatMap(({ first, second }) => [first, second]);

/** Data of a step. */
export interface Work {
  readonly model: SymmetryModel;
  readonly flows: Flows;
  readonly settings: TrainingSettings;
  readonly state: TrainingState<Taught>;
  readonly batchAt: (step: number) => PairBatch;
  /** Makes the batch of all held-out pairs; absent if there are none. */
  readonly heldOutBatch?: () => PairBatch;
  /**
   * Returns the indices of the pairs that the remaining steps draw, and of the held-out
   * pairs, in ascending order.
   */
  readonly pairsToCome: () => number[];
  /** Initial values of the t-network's parameters; empty without a registration. */
  readonly startOfT: readonly Float32Array[];
  /** Tensors of the present step. If a step is interrupted, the next one frees them. */
  readonly loose: Tensor[];
}

/** Whether to estimate t before the step, to plan its actions. */
const PLANNED_AHEAD = true;

function* oneStep(work: Work, plannedAhead = false): Reading<StepReport> {
  const { model, state, settings } = work;
  const stage = stageAt(settings, state.step);
  tf.dispose(work.loose.splice(0));
  const batch = work.batchAt(state.step);
  work.loose.push(...Object.values({ ...batch }));
  const plans = plannedAhead ? yield* planAhead(work, batch) : undefined;
  const terms = tf.tidy(() => {
    const { terms, gradients } = differentiated(work, batch, stage, plans);
    update(state, settings, gradients);
    return terms;
  });
  tf.dispose(work.loose.splice(0));
  const losses = yield* readLosses(terms);
  const alpha = (yield model.alpha).slice();
  if (![losses.total, ...alpha].every(Number.isFinite)) {
    throw new NumericalFault(
      Number.isFinite(losses.total)
        ? "alpha is not finite"
        : "the loss is not finite",
    );
  }
  const report = { step: state.step, stage, ...losses, alpha };
  state.history.push({ ...report, alpha: Array.from(alpha) });
  yield* lookAtHeldOut(work, plannedAhead);
  return report;
}

/** Computes the loss of the held-out pairs, if it is due, and keeps it. */
function* lookAtHeldOut(work: Work, plannedAhead: boolean): Reading<void> {
  const { model, flows, settings, state, heldOutBatch } = work;
  const { step } = state;
  if (heldOutBatch === undefined) return;
  if (!isLossDue(settings, state.heldOut, step)) return;
  const batch = heldOutBatch();
  work.loose.push(...Object.values({ ...batch }));
  const plans = plannedAhead ? yield* planAhead(work, batch) : undefined;
  const loss = tf.tidy(() =>
    tf.addN(Object.values(
      stepLosses(model, flows, batch, settings, stageAt(settings, step), plans),
    ))
  );
  work.loose.push(loss);
  const [total] = yield loss;
  tf.dispose(work.loose.splice(0));
  state.heldOut.push({ step, total });
}

function* planAhead(
  { model, flows, settings }: Work,
  batch: PairBatch,
): Reading<StepPlans> {
  const estimated = tf.tidy(() =>
    batch.taught === undefined
      ? tInOneOrder(model, batch)
      : tf.clone(batch.taught)
  );
  const t = yield estimated;
  estimated.dispose();
  const areTaught = batch.taught !== undefined;
  return stepPlans(model, flows, settings, t, yield model.alpha, areTaught);
}

const differentiated = (
  { model, flows, settings, state }: Work,
  batch: PairBatch,
  stage: Stage,
  plans?: StepPlans,
) =>
  differentiate(
    state.parameters,
    () => stepLosses(model, flows, batch, settings, stage, plans),
  );

function update(
  state: TrainingState,
  settings: TrainingSettings,
  gradients: readonly (tf.Tensor | undefined)[],
): void {
  const fixed = isAlphaFixed(settings, state.step);
  const present = presentSettings(settings, state.heldOut);
  const progress = {
    step: state.step,
    updates: stepsOfAdam(settings, state.step),
    learningRateFactor: learningRateFactor(state),
  };
  state.parameters.forEach((parameter, i) => {
    const { variable, group } = parameter;
    const gradient = gradients[i];
    if (gradient === undefined) return;
    if (group === "alpha" && fixed) return;
    updateParameter(
      parameter,
      gradient,
      state.moments[i],
      present,
      progress,
    );
    // Normalises alpha to ||alpha|| = 1 (paper, appendix D).
    if (group === "alpha") variable.assign(tf.div(variable, tf.norm(variable)));
  });
  state.step++;
}
