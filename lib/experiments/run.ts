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

/** Everything that a finished run leaves. */
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
  /** The run's part of figures that show several runs. */
  readonly panels: RunPanels;
}

/** Options of a training: its checkpoint, and who is told. */
export interface TrainRunOptions {
  /** File to keep a checkpoint in, and to go on from. */
  readonly checkpoint?: string;
  /** Begin anew even if there is a checkpoint. */
  readonly fresh?: boolean;
  /** Ends the training after the current step. */
  readonly signal?: AbortSignal;
  /** Called after every step. */
  readonly onStep?: (report: StepReport) => void;
  /**
   * Told where a checkpoint is continued or passed over, and once where the
   * training goes back to an earlier step.
   */
  readonly onNote?: (line: string) => void;
}

/**
 * Trains a prepared run from where it is, or from its checkpoint if there is
 * one.
 *
 * @returns Whether it got to the last step.
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
 * Trains from where a trainer is, or from its checkpoint if there is one.
 *
 * @param fingerprint Of the run, which a checkpoint must have.
 * @returns Whether it got to the last step.
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
  // No await before the first step, if it can be helped: see `runPausable`.
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

/** What to say of a run's checkpoints. */
function notesOn({ taken, passedOver }: FoundCheckpoint): string[] {
  const bad = passedOver.map(({ path, unusable }) => `${path} is ${unusable}`);
  if (taken !== undefined) {
    const going = `going on from step ${taken.step} of ${taken.path}`;
    return [...bad.map((what) => `passed over: ${what}`), going];
  }
  return bad.length === 0 ? [] : [`beginning anew: ${bad.join(", and ")}`];
}

/** Scores a run as far as it was trained, and draws its figures. */
export async function finishRun(
  prepared: Prepared,
  runtime: Runtime,
): Promise<RunResult> {
  // No await before the long part: a notebook's Stop can then end it.
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
