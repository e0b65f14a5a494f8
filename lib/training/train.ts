import { type Pausable, runPausable, waitFor } from "../runtime/pausable.ts";
import { settleTfjs } from "../runtime/settle.ts";
import {
  goBack,
  isDue,
  keepGood,
  valuesLater,
  valuesNow,
} from "./good_state.ts";
import { NumericalFault } from "./numerical_fault.ts";
import type { StepReport, Trainable } from "./trainer.ts";

const SAVE_EVERY_MS = 30_000;

/** Options of a training: its checkpoint, and who is told. */
export interface TrainOptions {
  /** Where to keep a checkpoint, every 30 s and at the end. */
  readonly checkpoint?: { readonly path: string; readonly fingerprint: string };
  /** Ends the training after the current step. */
  readonly signal?: AbortSignal;
  /** Whether values can only be waited for; so it is on a graphics card. */
  readonly waits?: boolean;
  /** Called after every step. */
  readonly onStep?: (report: StepReport) => void;
  /** Told once, where the training goes back to an earlier step. */
  readonly onNote?: (line: string) => void;
}

/**
 * Trains from where the trainer is until the last step or a signal, while
 * timers, signals and other events get their turns (`runPausable`).
 *
 * @returns Whether it got to the last step.
 * @throws TrainingFailed as `training` does.
 */
export function train(
  trainer: Trainable,
  options: TrainOptions = {},
): Promise<boolean> {
  return runPausable(training(trainer, options));
}

/**
 * The training loop. It yields after every step. Steps are synchronous where
 * values can be read at once. Where numbers are not finite any more it goes back
 * to the last good state, and on from there with a smaller step.
 *
 * @returns Whether it got to the last step.
 * @throws TrainingFailed where that did not help; the checkpoint is then of the
 * last good state, and so is the trainer.
 */
export function* training(
  trainer: Trainable,
  { checkpoint, signal, waits = false, onStep, onNote }: TrainOptions = {},
): Pausable<boolean> {
  const { state, settings } = trainer;
  function* save(): Pausable<void> {
    if (checkpoint === undefined) return;
    const { path, fingerprint } = checkpoint;
    // Loaded where a checkpoint is kept: a browser has no files to keep it in.
    const { saveCheckpoint } = yield* waitFor(import("./checkpoint.ts"));
    yield* waitFor(saveCheckpoint(path, trainer, fingerprint));
  }
  function* keep(): Pausable<void> {
    keepGood(
      state,
      waits ? yield* waitFor(valuesLater(state)) : valuesNow(state),
    );
  }

  const start = performance.now();
  const earlier = state.seconds;
  let saved = start;
  if (state.good === undefined) yield* keep();
  while (state.step < settings.steps && !signal?.aborted) {
    if (trainer.isRegistrationDue()) {
      const done = yield* trainer.register(waits, signal);
      if (!done) break;
    }
    try {
      const report = waits
        ? yield* waitFor(trainer.advanceLater())
        : trainer.advance();
      if (isDue(state, settings.steps)) yield* keep();
      onStep?.(report);
    } catch (error) {
      if (!(error instanceof NumericalFault)) throw error;
      // The tape keeps tensors for the backward pass that the fault left out.
      settleTfjs();
      try {
        goBack(state, error, onNote);
      } catch (failed) {
        yield* save();
        throw failed;
      }
    }
    const now = performance.now();
    state.seconds = earlier + (now - start) / 1000;
    if (now - saved > SAVE_EVERY_MS) {
      yield* save();
      saved = now;
    }
    yield;
  }
  yield* save();
  return state.step >= settings.steps;
}
