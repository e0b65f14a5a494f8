import {
  type HistoryRow,
  type Progress,
  saveCheckpoint,
} from "./checkpoint.ts";
import type { StepReport, Trainer } from "./trainer.ts";

/** Longest stretch of computing between two chances for other events. */
const YIELD_EVERY_MS = 100;
const SAVE_EVERY_MS = 30_000;

export interface TrainOptions {
  /** Where to keep a checkpoint, at most every 30 s and at the end. */
  readonly checkpoint?: { readonly path: string; readonly fingerprint: string };
  /** What an earlier part of this training left. */
  readonly earlier?: Progress;
  /** Ends the training after the current step. */
  readonly signal?: AbortSignal;
  /** Whether values can only be waited for; so it is on a graphics card. */
  readonly waits?: boolean;
  /** Called after every step. */
  readonly onStep?: (report: StepReport) => void;
}

/** What a training left. */
export interface Trained {
  /** False when a signal ended it before its last step. */
  readonly finished: boolean;
  readonly history: readonly HistoryRow[];
  /** Seconds of training, earlier parts included. */
  readonly seconds: number;
  readonly resumed: number;
}

/**
 * Trains until the last step or a signal. Steps are synchronous where
 * values can be read at once; in between, timers, signals and a notebook's messages get their turn.
 */
export async function train(
  trainer: Trainer,
  { checkpoint, earlier, signal, waits = false, onStep }: TrainOptions = {},
): Promise<Trained> {
  const { state, settings } = trainer;
  const history: HistoryRow[] = [...earlier?.history ?? []];
  const resumed = earlier === undefined ? 0 : earlier.resumed + 1;
  const start = performance.now();
  const seconds = () =>
    (earlier?.seconds ?? 0) + (performance.now() - start) / 1000;
  const save = async () => {
    if (checkpoint === undefined) return;
    const { path, fingerprint } = checkpoint;
    const progress = { fingerprint, history, seconds: seconds(), resumed };
    await saveCheckpoint(path, trainer, progress);
  };

  let [yielded, saved] = [start, start];
  while (state.step < settings.steps && !signal?.aborted) {
    const report = waits ? await trainer.advanceLater() : trainer.advance();
    history.push({ ...report, alpha: Array.from(report.alpha) });
    onStep?.(report);
    const now = performance.now();
    if (now - saved > SAVE_EVERY_MS) {
      await save();
      saved = now;
    }
    if (now - yielded > YIELD_EVERY_MS) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      yielded = performance.now();
    }
  }
  const total = seconds();
  await save();
  const finished = state.step >= settings.steps;
  return { finished, history, seconds: total, resumed };
}
