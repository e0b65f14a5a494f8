import * as tf from "@tensorflow/tfjs";
import type { Display } from "../display/display.ts";
import type { Clock } from "../display/time_left.ts";
import { stretchOf } from "../datasets/chunks.ts";
import { UNIT_TIME, unitScale } from "../lie/gauge.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";
import type { Figure } from "../figures/figure.ts";
import {
  type LiveStep,
  liveTrainingFigure,
} from "../figures/training/live_training.ts";
import { estimateT } from "../model/forward.ts";
import { pairTensors } from "../model/pair_tensors.ts";
import { checkAtLeast } from "../runtime/check_option.ts";
import { stagesWithSteps } from "../training/schedule.ts";
import type { HistoryRow } from "../training/trainer.ts";
import { trueCoefficients } from "./catalogue.ts";
import type { Prepared } from "./prepare.ts";
import { type Watch, watchTraining } from "./watch.ts";

/** Options of {@linkcode watchLive}. */
export interface LiveViewOptions {
  /** Least time between two drawings, milliseconds; 2000 if left out. */
  readonly every?: number;
  /** The clock, milliseconds. */
  readonly now?: Clock;
  /** Whether values are read asynchronously; by default if the backend requires it. */
  readonly later?: boolean;
}

/** Number of held-out pairs whose t is shown. */
const SHOWN_PAIRS = 512;

/** Largest share of the time that is spent on drawing. */
const SHARE = 0.04;

/**
 * Shows a training in a progress bar and, if the display can update a figure in place,
 * in a figure: the loss, the angle to the true generator, if there is one, and the
 * t-network's t of held-out pairs against the true t. The truth is used only here,
 * outside of the training.
 *
 * The figure is drawn at the first step, then every two seconds, or less often if that
 * would take more than 4 % of the time, and at the end. No tensor is kept between two
 * drawings. A training that was stopped can be watched again; the figure then shows all
 * of its steps.
 *
 * @throws {TypeError} if `every` is no number
 * @throws {RangeError} if `every` is below 0 or not finite
 *
 * @example In a notebook
 * ```ts ignore
 * const watch = watchLive(run, display);
 * await trainRun(run, runtime, { onStep: watch.onStep });
 * await watch.finish();
 * ```
 */
export function watchLive(
  prepared: Prepared,
  display: Display,
  {
    every = 2000,
    now = () => performance.now(),
    // Values on a GPU can only be read asynchronously.
    later = tf.getBackend() === "webgpu",
  }: LiveViewOptions = {},
): Watch {
  checkAtLeast("watchLive: every", every, 0);
  const bar = watchTraining(prepared, display);
  const live = display.liveFigure();
  if (live === undefined) return bar;
  const view = createView(prepared);
  let [next, drawing, finished] = [-Infinity, false, false];

  const draw = (alpha: ArrayLike<number>) => {
    const started = now();
    const t = view.estimate();
    live.update(view.figure(t.dataSync<"float32">(), alpha));
    t.dispose();
    next = started + Math.max(every, (now() - started) / SHARE);
  };

  const drawLater = async (alpha: ArrayLike<number>) => {
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
      if (drawing || now() < next) return;
      if (!later) return draw(report.alpha);
      drawLater(report.alpha).catch((error) =>
        console.error(`live view: ${error}`)
      );
    },
    finish() {
      if (!finished && prepared.trainer.state.step > 0) {
        finished = true;
        draw(prepared.trainer.model.alpha.dataSync<"float32">());
      }
      return bar.finish();
    },
  };
}

/** The quantities of a run that are shown, and functions that compute them. */
function createView({ spec, trainer, held }: Prepared) {
  const { experiment } = spec;
  const { parameter, unit } = experiment.transformation;
  const coefficients = trueCoefficients(experiment);
  const count = Math.min(SHOWN_PAIRS, held.pairs.count);
  const pairs = stretchOf(held.pairs, 0, count);
  const truth = held.truth?.t.subarray(0, count);
  const stages = stagesWithSteps(trainer.settings)
    .map(({ stage, step }) => ({ step, label: stage }));
  const stepOf = ({ step, total, alpha }: HistoryRow): LiveStep => ({
    step,
    loss: total,
    ...(coefficients === undefined
      ? {}
      : { angle: generatorScores(alpha, coefficients).angleDegrees }),
  });
  return {
    /** The model's t; the caller disposes of the tensor. */
    estimate: (): tf.Tensor1D =>
      tf.tidy(() =>
        estimateT(trainer.model, pairTensors(trainer.pixelFlow, pairs))
      ),
    figure(t: Float32Array, alpha: ArrayLike<number>): Figure {
      // The sign and the unit of t are those of the truth, as in an evaluation.
      const scale = unitScale(alpha, coefficients);
      return liveTrainingFigure({
        history: trainer.state.history.map(stepOf),
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
