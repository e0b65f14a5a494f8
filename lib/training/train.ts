import { otherEvents } from "../runtime/other_events.ts";
import { saveCheckpoint } from "./checkpoint.ts";
import {
  goBack,
  isDue,
  keepGood,
  valuesLater,
  valuesNow,
} from "./good_state.ts";
import { NumericalFault } from "./numerical_fault.ts";
import type { StepReport, Trainer } from "./trainer.ts";

/** Longest stretch of computing between two chances for other events. */
const YIELD_EVERY_MS = 100;
const SAVE_EVERY_MS = 30_000;

export interface TrainOptions {
  /** Where to keep a checkpoint, every 30 s and at the end. */
  readonly checkpoint?: { readonly path: string; readonly fingerprint: string };
  /** Ends the training after the current step. */
  readonly signal?: AbortSignal;
  /** Whether values can only be waited for; so it is on a graphics card. */
  readonly waits?: boolean;
  /**
   * Whether the steps follow each other in one stretch of JavaScript, up to the
   * last one. A notebook's Stop ends the JavaScript that a cell runs; a cell
   * that it ended after an `await` would be waited for without end.
   */
  readonly atOnce?: boolean;
  /** Called after every step. */
  readonly onStep?: (report: StepReport) => void;
  /** Told once, where the training goes back to an earlier step. */
  readonly onNote?: (line: string) => void;
}

/**
 * Trains from where the trainer is until the last step or a signal. Steps are
 * synchronous where values can be read at once; in between, timers, signals and
 * a notebook's messages get their turn. Where numbers are not finite any more it
 * goes back to the last good state, and on from there with a smaller step.
 *
 * @returns Whether it got to the last step.
 * @throws TrainingFailed where that did not help; the checkpoint is then of the
 * last good state, and so is the trainer.
 */
export async function train(
  trainer: Trainer,
  {
    checkpoint,
    signal,
    waits = false,
    atOnce = false,
    onStep,
    onNote,
  }: TrainOptions = {},
): Promise<boolean> {
  const { state, settings } = trainer;
  const save = async () => {
    if (checkpoint === undefined) return;
    await saveCheckpoint(checkpoint.path, trainer, checkpoint.fingerprint);
  };

  const start = performance.now();
  const earlier = state.seconds;
  let [yielded, saved] = [start, start];
  if (state.good === undefined) {
    keepGood(state, waits ? await valuesLater(state) : valuesNow(state));
  }
  while (state.step < settings.steps && !signal?.aborted) {
    try {
      const report = waits ? await trainer.advanceLater() : trainer.advance();
      if (isDue(state, settings.steps)) {
        keepGood(state, waits ? await valuesLater(state) : valuesNow(state));
      }
      onStep?.(report);
    } catch (error) {
      if (!(error instanceof NumericalFault)) throw error;
      try {
        goBack(state, error, onNote);
      } catch (failed) {
        await save();
        throw failed;
      }
    }
    const now = performance.now();
    state.seconds = earlier + (now - start) / 1000;
    if (now - saved > SAVE_EVERY_MS) {
      await save();
      saved = now;
    }
    if (!atOnce && now - yielded > YIELD_EVERY_MS) {
      await otherEvents();
      yielded = performance.now();
    }
  }
  await save();
  return state.step >= settings.steps;
}
