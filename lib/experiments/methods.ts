import { memoryStacks } from "../datasets/memory_stack.ts";
import type { Pairs } from "../datasets/types.ts";
import { movable } from "../detection/linearise.ts";
import { matchInParts } from "../detection/match_in_parts.ts";
import { reachOf, register } from "../detection/registration.ts";
import { firstOrderStart, type Start } from "../detection/starts.ts";
import { readPairs } from "../detection/working_pairs.ts";
import type { Basis } from "../lie/basis.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { type Pausable, runPausable, waitFor } from "../runtime/pausable.ts";

/** A generator, and the t of every held-out pair. */
export interface MethodAnswer {
  /** Unit coefficients. */
  readonly alpha: Float64Array;
  /** In the unit generator's time. */
  readonly t: Float64Array;
  /** Pairs that the generator was fitted to. */
  readonly fitted: number;
}

/** Pairs that a generator is fitted to, and of them those of its start. */
const FITTED = 3000, COMPARED = 300;

/** Rounds of the registration of all pairs, which starts near its end. */
const ROUNDS = 6;

/** The ways to a generator without a network, in the place of a preset. */
export const methods = {
  /** The series cut off after its first term. */
  "first-order": function* ({ alpha }: Start): Pausable<Float64Array> {
    yield;
    return alpha;
  },
  /** Along the exact flow, from there. */
  registration: (
    _start: Start,
    refine: () => Pausable<Float64Array>,
  ): Pausable<Float64Array> => refine(),
} as const;

export type MethodName = keyof typeof methods;

/** Whether a preset trains no network. */
export const isMethod = (preset: string): preset is MethodName =>
  Object.hasOwn(methods, preset);

/**
 * Finds the generator without a network, and then the t of every held-out pair: the
 * best that is found along its flow.
 *
 * @param pairs To fit to; a few thousand of them are.
 * @param seed Decides which, and whence it starts.
 * @param signal Gives it up some seconds later.
 * @throws UserError where there are fewer than 50 pairs, or all images are the same.
 * @throws the signal's reason, if it is given up
 */
export function answerOf(
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
  const working = yield* waitFor(
    readPairs(memoryStacks(pairs), FITTED, seed),
  );
  const all = Uint32Array.from({ length: working.count }, (_, i) => i);
  const compared = shuffled(working.count, randomStream(seed, "compared"))
    .slice(0, COMPARED);
  const images = movable(working);
  yield;
  const start = yield* firstOrderStart(working, images, basis, compared, seed);
  const { alpha: near, t: times } = start.fitted;
  const largest = reachOf(times);
  const alpha = yield* methods[method](start, function* () {
    const { t } = yield* matchInParts(images, basis, near, all, largest);
    return register(images, basis, all, near, t, ROUNDS).alpha;
  });
  const apart = yield* waitFor(
    readPairs(memoryStacks(held), held.count, seed),
  );
  const { t } = yield* matchInParts(
    movable(apart),
    basis,
    alpha,
    Uint32Array.from({ length: apart.count }, (_, i) => i),
    largest,
  );
  return { alpha, t, fitted: working.count };
}
