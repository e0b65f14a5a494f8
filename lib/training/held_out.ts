import { randomStream, shuffled } from "../random/streams.ts";
import type { HeldOut, TrainingSettings } from "./settings.ts";

/** Loss of the held-out pairs after a step. */
export interface HeldOutLoss {
  /** Number of steps done, from 1. */
  readonly step: number;
  /** Sum of the loss's terms. */
  readonly total: number;
}

/** Numbers of the training pairs that batches draw, and of those held out from them. */
export interface Split {
  readonly learned: Uint32Array;
  readonly held: Uint32Array;
}

/**
 * Holds out training pairs from the batches if the settings ask for it and every pair
 * would be drawn so often that the networks could learn the pairs by heart.
 *
 * @param count Number of training pairs.
 * @returns All pairs in their own order as learned if none are held out.
 */
export function holdOut(
  count: number,
  settings: TrainingSettings,
  seed: number,
): Split {
  const held = numberHeldOut(count, settings);
  if (held === 0) {
    return {
      learned: Uint32Array.from({ length: count }, (_, pair) => pair),
      held: new Uint32Array(),
    };
  }
  const order = shuffled(count, randomStream(seed, "held out"));
  return { learned: order.slice(held), held: order.slice(0, held) };
}

function numberHeldOut(
  count: number,
  { heldOut, registration, ...settings }: TrainingSettings,
): number {
  if (heldOut === undefined || !registration?.taught) return 0;
  const steps = settings.steps - settings.curriculum.basinSteps;
  if (steps * settings.batchSize < heldOut.draws * count) return 0;
  const { share, most, least } = heldOut;
  const held = Math.min(most, Math.floor(share * count));
  return held < least ? 0 : held;
}

/** Whether the loss of held-out pairs is due, after a number of steps. */
export function isLossDue(
  settings: TrainingSettings,
  losses: readonly HeldOutLoss[],
  step: number,
): boolean {
  const { heldOut, curriculum } = settings;
  if (heldOut === undefined || step > decayStart(settings)) return false;
  const joint = step - curriculum.basinSteps;
  return joint > 0 && joint % heldOut.every === 0 &&
    endOf(heldOut, losses) === undefined;
}

/**
 * Returns the settings of a training with its present end. Once the loss of the held-out
 * pairs no longer falls, the learning rates begin to decay, over the same share of the
 * joint steps as they would have done at the planned end.
 */
export function presentSettings(
  settings: TrainingSettings,
  losses: readonly HeldOutLoss[],
): TrainingSettings {
  const { heldOut, curriculum: { basinSteps } } = settings;
  const start = heldOut && endOf(heldOut, losses);
  if (start === undefined) return settings;
  const factor = (start - basinSteps) / (decayStart(settings) - basinSteps);
  const joint = Math.ceil(factor * (settings.steps - basinSteps));
  const steps = basinSteps + joint;
  const decay = { kind: "cosine", share: (steps - start) / steps } as const;
  return { ...settings, steps, decay };
}

/**
 * The step at which the loss of the held-out pairs no longer falls; undefined if it
 * falls.
 */
function endOf(
  { gain, patience }: HeldOut,
  losses: readonly HeldOutLoss[],
): number | undefined {
  let [least, since] = [Infinity, 0];
  for (const { step, total } of losses) {
    if (total < (1 - gain) * least) [least, since] = [total, 0];
    else if (++since === patience) return step;
  }
  return undefined;
}

/** The step at which the learning rates begin to decay. */
function decayStart({ decay, steps }: TrainingSettings): number {
  return decay.kind === "cosine" ? steps * (1 - decay.share) : steps;
}
