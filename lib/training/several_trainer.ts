import * as tf from "@tensorflow/tfjs";
import type { Pairs } from "../datasets/types.ts";
import { framesOf } from "../matching/frames.ts";
import { parametersOfPairs, spaceOfPairs } from "../matching/space_of_pairs.ts";
import { pairTensors } from "../model/pair_tensors.ts";
import type { PixelFlow } from "../model/pixel_flow.ts";
import {
  latentGenerators,
  type SeveralModel,
  severalParameters,
  severalPlan,
} from "../model/several_model.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { UserError } from "../runtime/errors.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { zeroMoments } from "./adam.ts";
import { batchOrder } from "./batches.ts";
import { differentiate, readLosses } from "./differentiate.ts";
import { learningRateFactor } from "./good_state.ts";
import { NumericalFault } from "./numerical_fault.ts";
import { type Reading, readingAtOnce, waitingForValues } from "./reading.ts";
import { stopped } from "./registering.ts";
import { type SeveralBatch, severalLosses } from "./several_losses.ts";
import type { SeveralSettings } from "./several_settings.ts";
import {
  type TaughtSeveral,
  type TeachingPairs,
  teachingPairs,
} from "./teaching_pairs.ts";
import type { StepReport, Trainable, TrainingState } from "./trainer.ts";
import { updateParameter } from "./update_parameter.ts";

/**
 * A trainer of a model of several generators: registration, then training with matched
 * parameters.
 */
export interface SeveralTrainer extends Trainable {
  readonly model: SeveralModel;
  readonly pixelFlow: PixelFlow;
  readonly settings: SeveralSettings;
  readonly state: TrainingState<TaughtSeveral>;
}

/**
 * Makes a trainer from a model, its data and its settings. The pairs of a step depend
 * only on the seed and the step's number.
 *
 * @param pixelFlow Defines the grid on which the t-network sees pairs.
 */
export function createSeveralTrainer(
  model: SeveralModel,
  pixelFlow: PixelFlow,
  pairs: Pairs,
  settings: SeveralSettings,
  seed: number,
): SeveralTrainer {
  const shuffledPairs = [
    ...shuffled(pairs.count, randomStream(seed, "registered")),
  ];
  const matched = shuffledPairs.slice(0, settings.matched);
  const moved = shuffledPairs.slice(matched.length)
    .slice(0, settings.selfMade);
  const size = [matched.length, model.spec.generators] as [number, number];
  const parameters = severalParameters(model);
  const taught: TaughtSeveral = {
    space: model.space,
    parameters: tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R2>(size))),
    known: tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([matched.length]))),
  };
  const state: TrainingState<TaughtSeveral> = {
    parameters,
    moments: parameters.map(({ variable }) => zeroMoments(variable.shape)),
    taught,
    step: 0,
    history: [],
    heldOut: [],
    seconds: 0,
    resumed: 0,
    setbacks: 0,
  };
  const order = batchOrder(
    matched.length + moved.length,
    settings.batchSize,
    seed,
  );
  let pool: TeachingPairs | undefined;
  const work: Work = {
    model,
    settings,
    state,
    loose: [],
    batchAt(step) {
      // The pool follows from the result of the registration, so checkpoints do not
      // contain it.
      pool ??= teachingPairs(model, taught, pairs, matched, moved, seed);
      const batch = pool(order(step));
      return tf.tidy(() => ({
        ...pairTensors(pixelFlow, batch.chosen),
        taught: tf.tensor2d(batch.taught, [batch.chosen.count, size[1]]),
      }));
    },
  };
  const moments = () =>
    state.moments.flatMap(({ first, second }) => [first, second]);
  return {
    model,
    pixelFlow,
    settings,
    state,
    isRegistrationDue: () => state.step === 0,
    register: (_, signal) => registering(work, pairs, matched, signal),
    advance: () => readingAtOnce(oneStep(work)),
    advanceLater: () => waitingForValues(oneStep(work)),
    rehearse: () =>
      tf.tidy(() => {
        const batch = work.batchAt(settings.steps - 1);
        const plan = severalPlan(
          model.generators.dataSync<"float32">(),
          batch.taught.dataSync<"float32">(),
          model.spec.generators,
        );
        differentiated(work, batch, plan).terms.dispose();
      }),
    tensors: () => [
      ...parameters.map(({ variable }) => variable),
      ...moments(),
      ...Object.values(taught),
      ...pixelFlow.tensors(),
    ],
    dispose() {
      tf.dispose(moments());
      tf.dispose([taught.parameters, taught.known]);
      tf.dispose(work.loose.splice(0));
    },
  };
}

interface Work {
  readonly model: SeveralModel;
  readonly settings: SeveralSettings;
  readonly state: TrainingState<TaughtSeveral>;
  readonly batchAt: (step: number) => SeveralBatch;
  /** Tensors of the present step. If a step is interrupted, the next one frees them. */
  readonly loose: tf.Tensor[];
}

/**
 * Fits the space to some of the training pairs, and then matches parameters of the
 * pairs that the t-network learns from. The latent generators start as those of the
 * space's fields (eq. 11).
 *
 * @param signal Stops the registration, which then changes nothing.
 * @returns Whether the registration was completed.
 */
function* registering(
  { model, settings, state }: Work,
  pairs: Pairs,
  matched: readonly number[],
  signal?: AbortSignal,
): Pausable<boolean> {
  const { spec } = model;
  const chosen = matched.slice(0, settings.registration!.pairs);
  const frames = yield* framesOf(pairs, chosen);
  // Without any content in the images there is nothing to register.
  if (frames === undefined) return true;
  const fit = yield* stopped(
    spaceOfPairs(frames, spec.basis, spec.generators),
    signal,
  );
  if (fit === undefined) return false;
  const { space } = fit;
  const found = yield* stopped(
    parametersOfPairs(pairs, spec.basis, space, matched),
    signal,
  );
  if (found === undefined) return false;
  if (found.rows.length === 0) {
    throw new UserError(
      `the pairs: expected pairs that the found flows match, found none of ${matched.length}`,
    );
  }
  const known = new Float32Array(matched.length);
  for (const row of found.rows) known[row] = 1;
  const latent = latentGenerators(spec, space.directions);
  const assign = (variable: tf.Variable, values: ArrayLike<number>) =>
    variable.assign(tf.tensor(Float32Array.from(values), variable.shape));
  tf.tidy(() => {
    assign(model.space, space.directions);
    assign(model.generators, latent);
    assign(state.taught!.parameters, found.fields.coefficients);
    assign(state.taught!.known, known);
  });
  return true;
}

function* oneStep(work: Work): Reading<StepReport> {
  const { model, state, settings } = work;
  tf.dispose(work.loose.splice(0));
  const batch = work.batchAt(state.step);
  work.loose.push(...Object.values({ ...batch }));
  const plan = severalPlan(
    (yield model.generators).slice(),
    yield batch.taught,
    model.spec.generators,
  );
  const terms = tf.tidy(() => {
    const { terms, gradients } = differentiated(work, batch, plan);
    const { step } = state;
    state.parameters.forEach((parameter, i) =>
      updateParameter(parameter, gradients[i]!, state.moments[i], settings, {
        step,
        updates: step,
        learningRateFactor: learningRateFactor(state),
      })
    );
    state.step++;
    return terms;
  });
  tf.dispose(work.loose.splice(0));
  const losses = yield* readLosses(terms);
  if (!Number.isFinite(losses.total)) {
    throw new NumericalFault("the loss is not finite");
  }
  const alpha = (yield model.space).slice();
  const { step } = state;
  const report = { step, stage: "joint" as const, ...losses, alpha };
  state.history.push({ ...report, alpha: Array.from(alpha) });
  return report;
}

const differentiated = (
  { model, settings, state }: Work,
  batch: SeveralBatch,
  plan: ReturnType<typeof severalPlan>,
) =>
  differentiate(
    state.parameters,
    () => severalLosses(model, batch, settings, plan),
  );
