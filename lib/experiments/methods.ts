import { memoryStacks } from "../datasets/memory_stack.ts";
import type { Pairs } from "../datasets/types.ts";
import { movable, type MovablePairs } from "../detection/linearise.ts";
import { matchT } from "../detection/match_t.ts";
import { reachOf, register } from "../detection/registration.ts";
import { firstOrderStart, type Start } from "../detection/starts.ts";
import { readPairs } from "../detection/working_pairs.ts";
import type { Basis } from "../lie/basis.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { otherEvents } from "../runtime/other_events.ts";

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

/** Pairs whose t is looked for in one stretch: a second or two. */
const AT_A_TIME = 500;

/** The ways to a generator without a network, in the place of a preset. */
export const methods = {
  /** The series cut off after its first term. */
  "first-order": (start: Start) => start.alpha,
  /** Along the exact flow, from there. */
  registration: (_start: Start, refine: () => Promise<Float64Array>) =>
    refine(),
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
 * @param signal Gives it up at the next turn of other events, some seconds later.
 * @throws UserError where there are fewer than 50 pairs, or all images are the same.
 * @throws the signal's reason, if it is given up
 */
export async function answerOf(
  method: MethodName,
  pairs: Pairs,
  held: Pairs,
  basis: Basis,
  seed: number,
  signal?: AbortSignal,
): Promise<MethodAnswer> {
  const working = await readPairs(memoryStacks(pairs), FITTED, seed);
  const all = Uint32Array.from({ length: working.count }, (_, i) => i);
  const compared = shuffled(working.count, randomStream(seed, "compared"))
    .slice(0, COMPARED);
  const images = movable(working);
  const start = firstOrderStart(working, images, basis, compared, seed);
  const { alpha: near, t: times } = start.fitted;
  const largest = reachOf(times);
  const alpha = await methods[method](start, async () => {
    const t = await timesOf(images, basis, { alpha: near, largest }, signal);
    return register(images, basis, all, near, t, ROUNDS).alpha;
  });
  const apart = await readPairs(memoryStacks(held), held.count, seed);
  const t = await timesOf(movable(apart), basis, { alpha, largest }, signal);
  return { alpha, t, fitted: working.count };
}

/** The best t of every pair, some at a time: in between, signals get their turn. */
async function timesOf(
  images: MovablePairs,
  basis: Basis,
  { alpha, largest }: {
    readonly alpha: Float64Array;
    readonly largest: number;
  },
  signal: AbortSignal | undefined,
): Promise<Float64Array> {
  const t = new Float64Array(images.count);
  for (let first = 0; first < t.length; first += AT_A_TIME) {
    await otherEvents();
    signal?.throwIfAborted();
    const some = Uint32Array.from(
      t.subarray(first, first + AT_A_TIME),
      (_, i) => first + i,
    );
    t.set(matchT(images, basis, alpha, some, largest).t, first);
  }
  return t;
}
