import type { Figure } from "../figures/figure.ts";
import { type Runtime, useBackend } from "../runtime/runtime.ts";
import { loadCheckpoint, type Progress } from "../training/checkpoint.ts";
import { stepMegabytes } from "../training/step_memory.ts";
import { train, type Trained } from "../training/train.ts";
import type { StepReport } from "../training/trainer.ts";
import { evaluate, type Evaluation } from "./evaluate.ts";
import { figuresOf, panelsOf, type RunPanels } from "./figures_of.ts";
import { type HistoryLine, historyLines } from "./history.ts";
import { type Metrics, metricsOf } from "./metrics.ts";
import type { Prepared } from "./prepare.ts";
import { fingerprintOf } from "./run_spec.ts";

/** Everything that a finished run leaves. */
export interface RunResult {
  readonly prepared: Prepared;
  readonly evaluation: Evaluation;
  readonly history: readonly HistoryLine[];
  readonly metrics: Metrics;
  readonly figures: readonly Figure[];
  readonly panels: RunPanels;
}

export interface TrainRunOptions {
  /** File to keep a checkpoint in, and to go on from. */
  readonly checkpoint?: string;
  /** Begin anew even if there is a checkpoint. */
  readonly fresh?: boolean;
  readonly signal?: AbortSignal;
  readonly onStep?: (report: StepReport) => void;
  /** Told once, where a checkpoint is continued or passed over. */
  readonly onNote?: (line: string) => void;
}

/** Trains a prepared run, going on from its checkpoint if there is one. */
export async function trainRun(
  { spec, trainer }: Prepared,
  runtime: Runtime,
  { checkpoint, fresh = false, signal, onStep, onNote }: TrainRunOptions = {},
): Promise<Trained> {
  const fingerprint = fingerprintOf(spec, runtime, trainer.settings);
  let earlier: Progress | undefined;
  if (checkpoint !== undefined && !fresh) {
    const loaded = await loadCheckpoint(checkpoint, trainer, fingerprint);
    if ("step" in loaded) {
      earlier = loaded;
      onNote?.(`going on from step ${loaded.step} of ${checkpoint}`);
    } else if (loaded.unusable !== "none there") {
      onNote?.(`beginning anew: ${checkpoint} is ${loaded.unusable}`);
    }
  }
  const { training, evaluation } = runtime;
  await useBackend(training, trainer.tensors());
  try {
    return await train(trainer, {
      checkpoint: checkpoint === undefined
        ? undefined
        : { path: checkpoint, fingerprint },
      earlier,
      signal,
      waits: training !== evaluation,
      onStep,
    });
  } finally {
    await useBackend(evaluation, trainer.tensors());
  }
}

/** Scores a trained run and draws its figures. */
export async function finishRun(
  prepared: Prepared,
  trained: Trained,
  runtime: Runtime,
): Promise<RunResult> {
  const megabytes = await stepMegabytes(prepared.trainer);
  const evaluation = evaluate(prepared);
  const history = historyLines(trained.history, evaluation.scored?.alpha);
  return {
    prepared,
    evaluation,
    history,
    metrics: metricsOf(prepared, trained, evaluation, {
      runtime,
      megabytes,
    }),
    figures: figuresOf(prepared, evaluation, history),
    panels: panelsOf(prepared, evaluation),
  };
}
