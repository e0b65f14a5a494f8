import { extent, group, least } from "d3-array";
import { type RandomStream, standardNormal } from "../random/streams.ts";
import { UserError } from "../runtime/errors.ts";
import { silvermanBandwidth } from "../evaluation/bandwidth.ts";
import type { Mode } from "../evaluation/modes.ts";
import type { HeldPairs } from "./detection.ts";
import type { Found } from "./found.ts";

/**
 * The least share of a pair's change that the flow explains for the pair to count as
 * explained.
 */
const EXPLAINED = 0.5;

/** The least number of pairs that a distribution is learned from. */
const LEAST = 10;

/**
 * Draws t from the learned distribution: one of the held-out t whose pairs the flow
 * explains, plus a small random number (a smoothed bootstrap).
 *
 * The number is normal, with Silverman's bandwidth (1986, eq. 3.31) of the t around the
 * same mode. The sum is reflected at the outermost of these t, so that modes stay
 * separate and no t is beyond the range of the pairs.
 *
 * @param force Uses all pairs if too few are explained.
 * @throws UserError if there are too few.
 */
export function learnedT(
  { held, modes }: Pick<Found, "held" | "modes">,
  stream: RandomStream,
  force: boolean,
): () => number {
  const used = pairsToLearnFrom("augment", held, force);
  return drawnNear(used.map((i) => held.t[i]), modes, stream);
}

/**
 * Selects the numbers of the held-out pairs that a distribution is learned from: those
 * that the flow explains.
 *
 * @param by Name of the calling function, for the message.
 * @param force Uses all pairs if too few are explained.
 * @throws UserError if there are too few.
 */
export function pairsToLearnFrom(
  by: string,
  held: Pick<HeldPairs, "t" | "explained">,
  force: boolean,
): number[] {
  const all = Array.from(held.t.keys()).filter((i) =>
    Number.isFinite(held.t[i])
  );
  const explained = all.filter((i) => held.explained[i] >= EXPLAINED);
  const used = force && explained.length < LEAST ? all : explained;
  if (used.length < (force ? 1 : LEAST)) {
    throw new UserError(
      `${by}: expected at least ${LEAST} held-out pairs that the flow explains, found ${explained.length} of ${held.t.length}`,
    );
  }
  return used;
}

/**
 * Draws numbers near to given ones by the method of {@linkcode learnedT}.
 *
 * @param values At least one number.
 * @param modes Modes of their distribution.
 */
export function drawnNear(
  values: readonly number[],
  modes: readonly Pick<Mode, "position">[],
  stream: RandomStream,
): () => number {
  const groups = group(
    values,
    (t) => least(modes, ({ position }) => Math.abs(position - t)),
  );
  const kernels = new Map(
    [...groups].map(([mode, near]) => [mode, kernelOf(near)]),
  );
  const places = [...groups].flatMap(([mode, near]) =>
    near.map((t) => ({ t, ...kernels.get(mode)! }))
  );
  const next = standardNormal(stream);
  return () => {
    const { t, low, high, bandwidth } =
      places[Math.floor(stream() * places.length)];
    return reflected(t + bandwidth * next(), low, high);
  };
}

interface Kernel {
  readonly low: number;
  readonly high: number;
  readonly bandwidth: number;
}

function kernelOf(values: readonly number[]): Kernel {
  const [low, high] = extent(values) as [number, number];
  return { low, high, bandwidth: silvermanBandwidth(values) };
}

function reflected(t: number, low: number, high: number): number {
  const back = t < low ? 2 * low - t : t > high ? 2 * high - t : t;
  return Math.min(high, Math.max(low, back));
}
