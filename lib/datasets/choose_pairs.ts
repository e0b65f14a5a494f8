import { gatherImages } from "./gather_images.ts";
import type { Pairs } from "./types.ts";

/** Copies the chosen pairs, one after another. */
export function choosePairs(pairs: Pairs, chosen: ArrayLike<number>): Pairs {
  const size = pairs.height * pairs.width * pairs.channels;
  return {
    ...pairs,
    count: chosen.length,
    x0: gatherImages(pairs.x0, size, chosen),
    xt: gatherImages(pairs.xt, size, chosen),
  };
}
