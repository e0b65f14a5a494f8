import type { Pausable } from "../runtime/pausable.ts";
import type { Frames } from "./frames.ts";
import { movable, type MovablePairs } from "./movable.ts";

/**
 * Prepares pairs of noise images as given pairs are. Noise at the edge is not an object
 * that the edge cuts, and noise is not clipped to a range.
 *
 * @param images The given pairs.
 * @param stacks The noise images, and whether each pair has its own brightness.
 */
export function* noisePairs(
  { side, region, surroundings, hidden, unitNoise, kernel }: MovablePairs,
  stacks: Pick<Frames, "x0" | "xt" | "brightness">,
): Pausable<MovablePairs> {
  const count = stacks.x0.length / side ** 2;
  const frames: Frames = {
    ...{ count, side, region, surroundings, hidden, unitNoise },
    ...stacks,
  };
  return {
    ...yield* movable(frames, { kernel, threshold: Infinity }),
    range: { low: -Infinity, high: Infinity },
  };
}
