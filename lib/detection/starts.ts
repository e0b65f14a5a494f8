import type { Basis } from "../lie/basis.ts";
import { digitMlp } from "../model/architectures.ts";
import { stableSettings } from "../training/settings.ts";
import { firstOrder } from "./first_order.ts";
import type { MovablePairs } from "./linearise.ts";
import { trainNetwork } from "./network.ts";
import { register, type Registered } from "./registration.ts";
import type { WorkingPairs } from "./working_pairs.ts";

/** A generator from which a fit may begin, and what a short fit makes of it. */
export interface Start {
  readonly kind: "network" | "first order";
  /** Unit coefficients before the fit. */
  readonly alpha: Float64Array;
  /** What the network says of every pair there is. */
  readonly t?: Float64Array;
  /** The generator after a few rounds on the compared pairs. */
  readonly fitted: Registered;
  readonly seconds: number;
}

/** Steps of the curriculum's first stage: it finds the basin. */
const BASIN_STEPS = 300;

/** Rounds of the short fit. */
const ROUNDS = 8;

/** Blurs of the first-order starts, in cells of a frame of 28. */
const BLURS = [1, 2, 4];

/**
 * The networks of the paper, in the first stage of the preset `stable`: alpha
 * and the t-network learn from L_alpha alone, by a series of low order.
 *
 * @param compared Pairs of the short fit.
 * @param onStep Called with the steps done, and how many there are.
 */
export async function networkStart(
  pairs: WorkingPairs,
  images: MovablePairs,
  basis: Basis,
  fitted: Uint32Array,
  compared: Uint32Array,
  seed: number,
  onStep: (done: number, total: number) => void,
): Promise<Start> {
  const began = performance.now();
  const settings = stableSettings({ basinSteps: BASIN_STEPS, jointSteps: 0 });
  const { alpha, t } = await trainNetwork(
    pairs,
    basis,
    fitted,
    { architecture: digitMlp, settings, seed },
    (step) => onStep(step, settings.steps),
  );
  const times = Float64Array.from(compared, (pair) => t[pair]);
  return {
    kind: "network",
    alpha,
    t,
    fitted: register(images, basis, compared, alpha, times, ROUNDS),
    seconds: (performance.now() - began) / 1000,
  };
}

/** The series cut off after its first term, through the best of a few blurs. */
export function firstOrderStart(
  pairs: WorkingPairs,
  images: MovablePairs,
  basis: Basis,
  compared: Uint32Array,
  seed: number,
): Start {
  const began = performance.now();
  const tried = BLURS.map((cells) => {
    const sd = cells * pairs.side / 28;
    const { alpha, t } = firstOrder(pairs, basis, compared, sd, seed);
    return {
      alpha,
      fitted: register(images, basis, compared, alpha, t, ROUNDS),
    };
  });
  const best = tried.reduce((a, b) => b.fitted.error < a.fitted.error ? b : a);
  return {
    kind: "first order",
    ...best,
    seconds: (performance.now() - began) / 1000,
  };
}
