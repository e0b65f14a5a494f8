import { flowWalk } from "../flow/flow_walk.ts";
import { lowFrequencies } from "../images/low_frequencies.ts";
import { warpFrom } from "../images/warp.ts";
import type { Velocity } from "../lie/monomials.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { BLOCK } from "./nearest_class.ts";

/** Square images of one channel on black. */
export interface SquareImages {
  /** Number of images. */
  readonly count: number;
  /** Cells per side. */
  readonly side: number;
  /** `count * side^2` values. */
  readonly pixels: Float32Array;
}

/** The low frequencies of images that were moved to several t. */
export interface ImageOrbits {
  /** Number of values per image, a multiple of `BLOCK`; the last ones may be padding. */
  readonly length: number;
  /** `times x count x length`. */
  readonly values: Float32Array;
}

/**
 * Largest frequency that is kept, in half-waves per side. Digits of MNIST remain legible
 * with it.
 */
const FREQUENCIES = 8;

/**
 * Moves images along a flow to several t, and keeps their low frequencies.
 *
 * @param times The t, in any order.
 */
export function* orbitsOfImages(
  { count, side, pixels }: SquareImages,
  velocity: Velocity,
  times: readonly number[],
): Pausable<ImageOrbits> {
  const { length: kept, of } = lowFrequencies(side, FREQUENCIES);
  const length = BLOCK * Math.ceil(kept / BLOCK);
  const cells = side ** 2;
  const values = new Float32Array(times.length * count * length);
  const walk = flowWalk(velocity, { height: side, width: side });
  const moved = new Float32Array(cells);
  const outwards = [...times.keys()].sort((a, b) =>
    Math.sign(times[a]) - Math.sign(times[b]) ||
    Math.abs(times[a]) - Math.abs(times[b])
  );
  for (const k of outwards) {
    walk.to(times[k]);
    yield* pausingLoop(count, cells, (i) => {
      const image = pixels.subarray(i * cells, (i + 1) * cells);
      warpFrom(image, side, side, 1, walk.sources, moved);
      of(moved, values, (k * count + i) * length);
    });
  }
  return { length, values };
}
