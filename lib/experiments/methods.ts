import type { Pairs } from "../datasets/types.ts";
import type { Basis } from "../lie/basis.ts";
import { bestFit, firstOrderFit } from "../matching/first_order_fit.ts";
import { evenly, type Frames, framesOf } from "../matching/frames.ts";
import { movable } from "../matching/movable.ts";
import { refinedT } from "../matching/refined_t.ts";
import { registerPairs } from "../matching/register_pairs.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { UserError } from "../runtime/errors.ts";
import { type Pausable, runPausable } from "../runtime/pausable.ts";

/** A generator, and the t of every held-out pair. */
export interface MethodAnswer {
  /** Coefficients of the generator, of norm 1. */
  readonly alpha: Float64Array;
  /** The t of every held-out pair, in the unit generator's time. */
  readonly t: Float64Array;
  /** Number of pairs that the generator was fitted to. */
  readonly fitted: number;
}

/**
 * Number of pairs that a generator is fitted to, and of those for the first-order fit.
 */
const FITTED = 3000, COMPARED = 300;

/**
 * The methods that find a generator without a network; each can be given as a preset.
 */
export const methods = {
  /** Fits the series up to its first term. */
  "first-order": function* (frames: Frames, basis: Basis, seed: number) {
    const compared = evenly(frames.count, COMPARED);
    const fits = yield* firstOrderFit(
      yield* movable(frames),
      basis,
      compared,
      seed,
    );
    return bestFit(fits).alpha;
  },
  /** Fits along the exact flow. */
  registration: function* (frames: Frames, basis: Basis, seed: number) {
    return (yield* registerPairs(yield* movable(frames), basis, seed)).alpha;
  },
} as const satisfies Readonly<
  Record<
    string,
    (frames: Frames, basis: Basis, seed: number) => Pausable<Float64Array>
  >
>;

export type MethodName = keyof typeof methods;

/** Whether a preset trains no network. */
export const isMethod = (preset: string): preset is MethodName =>
  Object.hasOwn(methods, preset);

/**
 * Finds the generator without a network, and then the t of every held-out pair, which is
 * the best match along its flow.
 *
 * @param pairs The training pairs, of which a few thousand are used.
 * @param seed Seed of the sample of pairs and of the random starts.
 * @param signal Aborts the computation, within some seconds.
 * @throws UserError if all images are the same.
 * @throws the signal's reason, if it is aborted
 */
export function methodAnswer(
  method: MethodName,
  pairs: Pairs,
  held: Pairs,
  basis: Basis,
  seed: number,
  signal?: AbortSignal,
): Promise<MethodAnswer> {
  return runPausable(answering(method, pairs, held, basis, seed), { signal });
}

function* answering(
  method: MethodName,
  pairs: Pairs,
  held: Pairs,
  basis: Basis,
  seed: number,
): Pausable<MethodAnswer> {
  const order = shuffled(pairs.count, randomStream(seed, "registered"));
  const chosen = order.slice(0, FITTED);
  const frames = yield* framesOf(pairs, chosen);
  if (frames === undefined) {
    throw new UserError(
      "the pairs: expected images that show something, found the same value in all pixels",
    );
  }
  const alpha = yield* methods[method](frames, basis, seed);
  const start = new Float64Array(held.count);
  const t = yield* refinedT(held, basis, alpha, start);
  return { alpha, t, fitted: chosen.length };
}
