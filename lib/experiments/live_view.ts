import * as tf from "@tensorflow/tfjs";
import type { Display } from "../display/display.ts";
import type { Clock } from "../display/time_left.ts";
import { stretchOf } from "../evaluation/chunks.ts";
import { UNIT_TIME, unitScale } from "../evaluation/gauge.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";
import type { Figure } from "../figures/figure.ts";
import { type LiveStep, liveTrainingFigure } from "../figures/live_training.ts";
import { estimateT } from "../model/forward.ts";
import { pairTensors } from "../model/pair_tensors.ts";
import { stagesWithSteps } from "../training/schedule.ts";
import type { StepReport, Trainer } from "../training/trainer.ts";
import { trueCoefficients } from "./catalogue.ts";
import type { Prepared } from "./prepare.ts";
import { type Watch, watchTraining } from "./watch.ts";

/** How often a training is drawn; each part has the usual default. */
export interface LiveViewOptions {
  /** Least time between two drawings, milliseconds; 2000 if left out. */
  readonly every?: number;
  readonly now?: Clock;
}

/** Held-out pairs whose t is shown. */
const SHOWN_PAIRS = 512;

/** Largest share of the time that goes into drawing. */
const SHARE = 0.04;

/**
 * Shows a training in a progress bar and, where the display can change a
 * figure in its place, in a figure: the loss, the angle to the true generator
 * where there is one, and the t-network's t of held-out pairs beside the true
 * one. The truth is compared with here, outside the training.
 *
 * It is drawn at the first step, then every two seconds, or less often where
 * that would take more than a twenty-fifth of the time, and at the end. Between
 * two drawings it holds numbers, no tensors. A training that was stopped can be
 * watched anew: the figure then goes on from the steps that were seen before.
 *
 * @example In a notebook
 * ```ts ignore
 * const watch = watchLive(run, display);
 * const trained = await trainRun(run, runtime, { onStep: watch.onStep });
 * watch.finish();
 * ```
 */
export function watchLive(
  prepared: Prepared,
  display: Display,
  { every = 2000, now = () => performance.now() }: LiveViewOptions = {},
): Watch {
  const bar = watchTraining(prepared, display);
  const live = display.liveFigure();
  if (live === undefined) return bar;
  const view = createView(prepared);
  let [next, drawing, finished] = [-Infinity, false, false];

  // A graphics card's values can only be waited for.
  const draw = async (alpha: ArrayLike<number>) => {
    const started = now();
    drawing = true;
    const t = view.estimate();
    const asked = now();
    try {
      const values = await t.data<"float32">();
      if (finished) return;
      const read = now();
      live.update(view.figure(values, alpha));
      const spent = asked - started + now() - read;
      next = started + Math.max(every, spent / SHARE);
    } finally {
      t.dispose();
      drawing = false;
    }
  };

  return {
    onStep(report) {
      bar.onStep(report);
      view.remember(report);
      if (drawing || now() < next) return;
      draw(report.alpha).catch((error) => console.error(`live view: ${error}`));
    },
    finish() {
      bar.finish();
      if (finished || view.empty()) return;
      finished = true;
      const t = view.estimate();
      const alpha = prepared.trainer.model.alpha.dataSync<"float32">();
      live.update(view.figure(t.dataSync<"float32">(), alpha));
      t.dispose();
    },
  };
}

/** The steps that were seen of a training, however often it was stopped. */
const histories = new WeakMap<Trainer, LiveStep[]>();

/** What is shown of a run, and how it is found out. */
function createView({ spec, trainer, held }: Prepared) {
  const { experiment } = spec;
  const { parameter, unit } = experiment.transformation;
  const coefficients = trueCoefficients(experiment);
  const count = Math.min(SHOWN_PAIRS, held.pairs.count);
  const pairs = stretchOf(held.pairs, 0, count);
  const truth = held.truth?.t.subarray(0, count);
  const stages = stagesWithSteps(trainer.settings)
    .map(({ stage, step }) => ({ step, label: stage }));
  const history = histories.getOrInsert(trainer, []);
  return {
    empty: () => history.length === 0,
    remember({ step, total, alpha }: StepReport): void {
      // A checkpoint may have led back.
      while ((history.at(-1)?.step ?? 0) >= step) history.pop();
      history.push({
        step,
        loss: total,
        ...(coefficients === undefined ? {} : {
          angle: generatorScores(alpha, coefficients).angleDegrees,
        }),
      });
    },
    /** The model's own t; to be disposed of. */
    estimate: (): tf.Tensor1D =>
      tf.tidy(() =>
        estimateT(trainer.model, pairTensors(trainer.pixelFlow, pairs))
      ),
    figure(t: Float32Array, alpha: ArrayLike<number>): Figure {
      // As in an evaluation: towards the truth, and in its unit.
      const scale = unitScale(alpha, coefficients);
      return liveTrainingFigure({
        history,
        steps: trainer.settings.steps,
        stages,
        network: Array.from(t, (v) => v / scale),
        ...(truth === undefined
          ? { parameter: "t", unit: UNIT_TIME }
          : { parameter, unit, truth }),
      });
    },
  };
}
