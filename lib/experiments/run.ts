import type { Figure } from "../figures/figure.ts";
import {
  checkObject,
  checkOptional,
  checkSignal,
} from "../runtime/check_option.ts";
import { settleTfjs } from "../runtime/settle.ts";
import { type Runtime, useBackend } from "../runtime/runtime.ts";
import {
  type FoundCheckpoint,
  loadNewestCheckpoint,
  removeCheckpoints,
} from "../training/checkpoint.ts";
import { stepMegabytes } from "../training/step_memory.ts";
import { train } from "../training/train.ts";
import type { StepReport, Trainable } from "../training/trainer.ts";
import { evaluateRun, type Evaluation } from "./evaluate.ts";
import { figuresOf, panelsOf, type RunPanels } from "./figures_of.ts";
import { type HistoryLine, historyLines } from "./history.ts";
import { type Metrics, metricsOf } from "./metrics.ts";
import type { Prepared } from "./prepare.ts";
import { fingerprintOf } from "./run_spec.ts";

/** All results of a finished run. */
export interface RunResult {
  /** The trained model and its data. */
  readonly prepared: Prepared;
  /** The model's scores on held-out pairs. */
  readonly evaluation: Evaluation;
  /** Loss terms and coefficients, one line per step. */
  readonly history: readonly HistoryLine[];
  /** The content of metrics.json. */
  readonly metrics: Metrics;
  /** The run's own figures. */
  readonly figures: readonly Figure[];
  /** The run's part of figures of several runs. */
  readonly panels: RunPanels;
}

/** Options of {@linkcode trainRun}. */
export interface TrainRunOptions {
  /** File of the checkpoint, which the training also continues from. */
  readonly checkpoint?: string;
  /** Whether to start again even if there is a checkpoint. */
  readonly fresh?: boolean;
  /** Ends the training after the current step. */
  readonly signal?: AbortSignal;
  /** Called after every step. */
  readonly onStep?: (report: StepReport) => void;
  /**
   * Called if a checkpoint is continued or ignored, and once if the training returns to
   * an earlier step.
   */
  readonly onNote?: (line: string) => void;
}

/**
 * Trains a prepared run from its present step, or from its checkpoint if there is one.
 *
 * @returns Whether the training reached the last step.
 * @throws {TypeError} if an option has another type than it should have
 */
export async function trainRun(
  { spec, trainer }: Prepared,
  runtime: Runtime,
  options: TrainRunOptions = {},
): Promise<boolean> {
  checkTrainRunOptions(options);
  const fingerprint = fingerprintOf(spec, runtime, trainer.settings);
  return await trainOn(trainer, fingerprint, runtime, options);
}

/**
 * Continues a trainer from its present step, or from its checkpoint if there is one.
 *
 * @param fingerprint The fingerprint of the run; only a checkpoint with the same one is
 * continued.
 * @returns Whether the training reached the last step.
 */
export async function trainOn(
  trainer: Trainable,
  fingerprint: string,
  runtime: Runtime,
  { checkpoint, fresh = false, signal, onStep, onNote }: TrainRunOptions,
): Promise<boolean> {
  if (checkpoint !== undefined) {
    if (fresh) await removeCheckpoints(checkpoint);
    const found = await loadNewestCheckpoint(checkpoint, trainer, fingerprint);
    notesOn(found).forEach((line) => onNote?.(line));
  }
  const { training, evaluation } = runtime;
  const waits = training !== evaluation;
  settleTfjs();
  // There is no await before the first step unless it is necessary: see `runPausable`.
  if (waits) await useBackend(training, trainer.tensors());
  try {
    return await train(trainer, {
      checkpoint: checkpoint === undefined
        ? undefined
        : { path: checkpoint, fingerprint },
      signal,
      waits,
      onStep,
      onNote,
    });
  } finally {
    await useBackend(evaluation, trainer.tensors());
  }
}

function checkTrainRunOptions(options: TrainRunOptions): void {
  checkObject("trainRun: options", options);
  const { checkpoint, fresh, signal, onStep, onNote } = options;
  checkOptional("trainRun: checkpoint", checkpoint, "string");
  checkOptional("trainRun: fresh", fresh, "boolean");
  checkSignal("trainRun: signal", signal);
  checkOptional("trainRun: onStep", onStep, "function");
  checkOptional("trainRun: onNote", onNote, "function");
}

/** Describes which of a run's checkpoints were used and ignored. */
function notesOn({ taken, passedOver }: FoundCheckpoint): string[] {
  const bad = passedOver.map(({ path, unusable }) => `${path} is ${unusable}`);
  if (taken !== undefined) {
    const going = `going on from step ${taken.step} of ${taken.path}`;
    return [...bad.map((what) => `passed over: ${what}`), going];
  }
  return bad.length === 0 ? [] : [`beginning anew: ${bad.join(", and ")}`];
}

/** Scores a run in its present state, and draws its figures. */
export async function finishRun(
  prepared: Prepared,
  runtime: Runtime,
): Promise<RunResult> {
  // There is no await before the long part, so that a notebook's Stop can end it.
  settleTfjs();
  const evaluation = await evaluateRun(prepared);
  const megabytes = await stepMegabytes(prepared.trainer);
  const history = historyLines(
    prepared.trainer.state.history,
    evaluation.scored?.alpha,
  );
  return {
    prepared,
    evaluation,
    history,
    metrics: metricsOf(prepared, evaluation, {
      runtime,
      megabytes,
    }),
    figures: figuresOf(prepared, evaluation, history),
    panels: panelsOf(prepared, evaluation),
  };
}
