import { type Pausable, runPausable, waitFor } from "../runtime/pausable.ts";
import { settleTfjs } from "../runtime/settle.ts";
import {
  goBack,
  isDue,
  keepGood,
  valuesLater,
  valuesNow,
} from "./good_state.ts";
import { presentSettings } from "./held_out.ts";
import { NumericalFault } from "./numerical_fault.ts";
import type { StepReport, Trainable } from "./trainer.ts";

const SAVE_EVERY_MS = 30_000;

/** Options of a training: its checkpoint, its stop signal and its callbacks. */
export interface TrainOptions {
  /**
   * Path of a checkpoint, which is written every 30 s and at the end, and the run's
   * fingerprint.
   */
  readonly checkpoint?: { readonly path: string; readonly fingerprint: string };
  /** Ends the training after the current step. */
  readonly signal?: AbortSignal;
  /** Whether values can only be read asynchronously, as on a graphics card. */
  readonly waits?: boolean;
  /** Is called after every step. */
  readonly onStep?: (report: StepReport) => void;
  /**
   * Is called once when the training goes back to an earlier step for the first time,
   * and once when it is to end earlier than planned.
   */
  readonly onNote?: (line: string) => void;
}

/**
 * Trains from the trainer's present step to the last one, which held-out pairs may bring
 * forward (`HeldOut`), or until a signal. Timers,
 * signals and other events are handled meanwhile (`runPausable`).
 *
 * @returns Whether the last step was done.
 * @throws TrainingFailed as `training` does.
 */
export function train(
  trainer: Trainable,
  options: TrainOptions = {},
): Promise<boolean> {
  return runPausable(training(trainer, options));
}

/**
 * The training loop, which yields after every step. Steps are synchronous if values can
 * be read synchronously. If a number is not finite, it goes back to the last good state
 * and continues with smaller learning rates.
 *
 * @returns Whether the last step was done.
 * @throws TrainingFailed after several such tries. The trainer and the checkpoint are
 * then in the last good state.
 */
export function* training(
  trainer: Trainable,
  { checkpoint, signal, waits = false, onStep, onNote }: TrainOptions = {},
): Pausable<boolean> {
  const { state, settings } = trainer;
  function* save(): Pausable<void> {
    if (checkpoint === undefined) return;
    const { path, fingerprint } = checkpoint;
    // Imported only if it is needed, because a browser has no files.
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
  let isShortened = lastStep(trainer) < settings.steps;
  while (state.step < lastStep(trainer) && !signal?.aborted) {
    if (trainer.isRegistrationDue()) {
      const done = yield* trainer.register(waits, signal);
      if (!done) break;
    }
    try {
      const report = waits
        ? yield* waitFor(trainer.advanceLater())
        : trainer.advance();
      const last = lastStep(trainer);
      if (!isShortened && last < settings.steps) {
        isShortened = true;
        onNote?.(
          `step ${state.step}: the error on held-out pairs no longer falls; ending at step ${last} instead of ${settings.steps}`,
        );
      }
      if (isDue(state, last)) yield* keep();
      onStep?.(report);
    } catch (error) {
      if (!(error instanceof NumericalFault)) throw error;
      // After the error, the tape still keeps tensors for the backward pass.
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
  return state.step >= lastStep(trainer);
}

/** The number of steps at the training's present end. */
const lastStep = ({ settings, state }: Trainable): number =>
  presentSettings(settings, state.heldOut).steps;
