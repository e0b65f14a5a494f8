import { blur, gaussianKernel } from "../images/blur.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import type { FiniteMap } from "./finite_map.ts";
import type { Frames } from "./frames.ts";

/** An order that partners may be in. */
export interface PartnerOrder {
  readonly statement: string;
  /** The pair whose x0 belongs to the xt of each pair; -1 if there is none. */
  readonly partner: Int32Array;
}

/**
 * The distances between the images of pairs in an order, compared with their own order.
 */
export interface OrderScore {
  readonly statement: string;
  /**
   * Number of pairs that have another partner in the order, if that partner is in
   * memory.
   */
  readonly compared: number;
  /** Share of these whose xt is nearer to the x0 of the order than to its own. */
  readonly nearer: number;
  /** Share of these whose xt is nearer to its own x0 than to any other pair's. */
  readonly ownNearer: number;
  /** Share of the squared differences that the order saves. */
  readonly explained: number;
}

/**
 * Conditions for naming an order: at least the share `LEAST_NEARER` of xt is nearer to
 * the order's x0, at most the share `MOST_OWN_NEARER` is nearer to its own x0 than to a
 * random one, and at least `LEAST_COMPARED_PAIRS` pairs are compared. Measured on digits
 * and strokes:
 *
 * - nearer to the order's x0: 0.92 to 1.00 in the right order, and 0.62 if each pair is
 *   rotated by any angle, which is not named; 0.00 to 0.52 in other orders;
 * - nearer to their own x0: 0.48 to 0.51 in a wrong order, 0.59 to 1.00 in the right
 *   one;
 * - 40 unrelated pairs: 0.5, with a standard deviation of 0.08.
 */
const LEAST_NEARER = 0.8, MOST_OWN_NEARER = 0.65, LEAST_COMPARED_PAIRS = 40;

/**
 * Finds the order that the partners seem to be in; null if it is their own, or unknown.
 *
 * @param indices Number of each pair in the files.
 * @param count Pairs in the files.
 */
export function* otherOrder(
  frames: Frames,
  indices: Uint32Array,
  count: number,
): Pausable<FiniteMap | null> {
  const orders = partnerOrders(count);
  yield;
  const named = (yield* orderScores(frames, indices, orders))
    .filter(({ compared, nearer, ownNearer }) =>
      compared >= LEAST_COMPARED_PAIRS && nearer >= LEAST_NEARER &&
      ownNearer <= MOST_OWN_NEARER
    )
    .toSorted((a, b) => b.nearer - a.nearer)[0];
  if (named === undefined) return null;
  const { statement, explained } = named;
  return { kind: "order", statement, choices: 1, explained };
}

/** Lists the orders that are tried for a number of pairs. */
export function partnerOrders(count: number): PartnerOrder[] {
  const sorted = (first: number) =>
    Int32Array.from({ length: count }, (_, i) => i + first)
      .toSorted((a, b) => String(a) < String(b) ? -1 : 1)
      .map((number) => number - first);
  const shifted = (by: number) =>
    Int32Array.from(
      { length: count },
      (_, i) => i + by >= 0 && i + by < count ? i + by : -1,
    );
  const asText = (sorted: string, other: string, first: number) =>
    `the partners seem to be in another order: ${sorted} is sorted as text (${
      first === 0 ? "0, " : ""
    }1, 10, 11, ..., 2), ${other} by number`;
  return [0, 1].flatMap((first): PartnerOrder[] => [
    { statement: asText("xt", "x0", first), partner: sorted(first) },
    { statement: asText("x0", "xt", first), partner: inverse(sorted(first)) },
  ]).concat([
    {
      statement:
        "the partners seem to be in another order: that of xt is reversed",
      partner: Int32Array.from({ length: count }, (_, i) => count - 1 - i),
    },
    {
      statement:
        "the partners seem to be in another order: each xt belongs to the x0 of the next pair",
      partner: shifted(1),
    },
    {
      statement:
        "the partners seem to be in another order: each xt belongs to the x0 of the pair before",
      partner: shifted(-1),
    },
  ]);
}

function inverse(order: Int32Array): Int32Array {
  const out = new Int32Array(order.length);
  order.forEach((to, i) => out[to] = i);
  return out;
}

/**
 * Standard deviation of the Gaussian that blurs images before they are compared, in
 * half-frames. It makes the images of a pair nearer to each other than to those of other
 * pairs, although they differ by a motion.
 */
const SEEN_THROUGH = 0.15;

/**
 * Scores orders of the partners by the distances of blurred images.
 *
 * @param indices Number of each pair in the files.
 */
function* orderScores(
  frames: Frames,
  indices: Uint32Array,
  orders: readonly PartnerOrder[],
): Pausable<OrderScore[]> {
  const { count } = frames;
  const x0 = yield* rough(frames, frames.x0);
  const xt = yield* rough(frames, frames.xt);
  const cells = x0.length / count;
  const distance = (x0Pair: number, xtPair: number) => {
    let sum = 0;
    for (let i = 0; i < cells; i++) {
      sum += (x0[x0Pair * cells + i] - xt[xtPair * cells + i]) ** 2;
    }
    return sum;
  };
  const rowOf = new Map(Array.from(indices, (index, row) => [index, row]));
  const other = shuffled(count, randomStream(0, "other partners"));
  const scores: OrderScore[] = [];
  for (const { statement, partner } of orders) {
    let [compared, nearer, ownNearer, left, own] = [0, 0, 0, 0, 0];
    yield* pausingLoop(count, cells, (row) => {
      const ordered = rowOf.get(partner[indices[row]]);
      if (ordered === undefined || ordered === row) return;
      const atOrdered = distance(ordered, row), atOwn = distance(row, row);
      compared++;
      if (atOrdered < atOwn) nearer++;
      if (atOwn < distance(other[row], row)) ownNearer++;
      left += atOrdered;
      own += atOwn;
    });
    scores.push({
      statement,
      compared,
      nearer: compared > 0 ? nearer / compared : 0,
      ownNearer: compared > 0 ? ownNearer / compared : 1,
      explained: own > 0 ? 1 - left / own : 0,
    });
  }
  return scores;
}

/** Blurs images, and takes every second cell along both axes. */
function* rough(
  { count, side }: Frames,
  stack: Float32Array,
): Pausable<Float32Array> {
  const size = side * side, half = side / 2;
  const kernel = gaussianKernel(SEEN_THROUGH * half);
  const image = new Float32Array(size), scratch = image.slice();
  const out = new Float32Array(count * half * half);
  yield* pausingLoop(count, size, (i) => {
    image.set(stack.subarray(i * size, (i + 1) * size));
    blur(image, side, side, kernel, scratch);
    for (let cell = 0; cell < half * half; cell++) {
      const row = 2 * Math.floor(cell / half), column = 2 * (cell % half);
      out[i * half * half + cell] = image[row * side + column];
    }
  });
  return out;
}
