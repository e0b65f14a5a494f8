import { memoryStacks } from "../datasets/memory_stack.ts";
import type { Pairs } from "../datasets/types.ts";
import { movable } from "../detection/linearise.ts";
import { matchT } from "../detection/match_t.ts";
import { reachOf, register } from "../detection/registration.ts";
import { firstOrderStart, type Start } from "../detection/starts.ts";
import { readPairs, type WorkingPairs } from "../detection/working_pairs.ts";
import type { Basis } from "../lie/basis.ts";
import { randomStream, shuffled } from "../random/streams.ts";

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
  "first-order": (start: Start) => start.alpha,
  /** Along the exact flow, from there. */
  registration: (_start: Start, refine: () => Float64Array) => refine(),
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
 * @throws UserError where there are fewer than 50 pairs, or all images are the same.
 */
export async function answerOf(
  method: MethodName,
  pairs: Pairs,
  held: Pairs,
  basis: Basis,
  seed: number,
): Promise<MethodAnswer> {
  const working = await readPairs(memoryStacks(pairs), FITTED, seed);
  const all = Uint32Array.from({ length: working.count }, (_, i) => i);
  const compared = shuffled(working.count, randomStream(seed, "compared"))
    .slice(0, COMPARED);
  const images = movable(working);
  const start = firstOrderStart(working, images, basis, compared, seed);
  const { alpha: near, t: times } = start.fitted;
  const largest = reachOf(times);
  const alpha = methods[method](start, () => {
    const { t } = matchT(images, basis, near, all, largest);
    return register(images, basis, all, near, t, ROUNDS).alpha;
  });
  return {
    alpha,
    t: heldT(await readPairs(memoryStacks(held), held.count, seed), basis, {
      alpha,
      largest,
    }),
    fitted: working.count,
  };
}

function heldT(
  held: WorkingPairs,
  basis: Basis,
  { alpha, largest }: {
    readonly alpha: Float64Array;
    readonly largest: number;
  },
): Float64Array {
  const all = Uint32Array.from({ length: held.count }, (_, i) => i);
  return matchT(movable(held), basis, alpha, all, largest).t;
}
