import { randomStream, shuffled } from "../random/streams.ts";

/** Numbers of pairs, by purpose. */
export interface Shares {
  /** The generator is fitted to these. */
  readonly fitted: Uint32Array;
  /** Nothing is fitted to these: the answer is judged by them. */
  readonly held: Uint32Array;
}

const HELD_SHARE = 0.25, MOST_HELD = 1000, MOST_FITTED = 3000;

/** Divides pairs at random with a fixed seed. */
export function sharesOf(count: number): Shares {
  const order = shuffled(count, randomStream(0, "held out"));
  const heldCount = Math.min(MOST_HELD, Math.ceil(HELD_SHARE * count));
  return {
    held: order.slice(0, heldCount),
    fitted: order.slice(heldCount, heldCount + MOST_FITTED),
  };
}
