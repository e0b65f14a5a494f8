import { type Region, regionCells } from "./region.ts";
import { fillBeyond, type Frames } from "./frames.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { groundOf } from "./ground.ts";

/**
 * Crops frames to a region. The surroundings and the background are then derived from
 * the region's edge.
 */
export function* withinRegion<Some extends Frames>(
  frames: Some,
  region: Region,
): Pausable<Some> {
  const { side, count } = frames;
  const size = side * side;
  const cells = regionCells(region, side);
  const stacks = [frames.x0, frames.xt].map((stack) => {
    const out = new Float32Array(stack.length).fill(NaN);
    for (let start = 0; start < count * size; start += size) {
      for (const cell of cells) out[start + cell] = stack[start + cell];
    }
    return out;
  });
  const { level, surroundings } = yield* groundOf(stacks, side, region);
  for (const stack of stacks) {
    yield* fillBeyond(stack, { side, region }, surroundings, level);
    for (let i = 0; i < stack.length; i++) stack[i] -= level;
  }
  const [x0, xt] = stacks;
  return { ...frames, x0, xt, region, surroundings };
}
