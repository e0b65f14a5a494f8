import { randomStream } from "../random/streams.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import type { ImageShape } from "../datasets/types.ts";
import type { Frame } from "./frame.ts";
import type { Region } from "./region.ts";
import { valueAtRank } from "./value_at_rank.ts";

/** Standard deviations of the pixel noise, in the images' units. */
export interface NoiseLevels {
  /** Noise of the images x0. */
  readonly x0: number;
  /** Noise of the images xt. */
  readonly xt: number;
}

/** The ratio of a normal variable's standard deviation to its median magnitude. */
export const DEVIATION_PER_MEDIAN = 1.4826;

/**
 * The number of noise images on frames of up to 32 cells per side, and the least number
 * on larger frames, which have about as many cells in fewer images.
 */
const MOST_NOISE_IMAGES = 48, LEAST_NOISE_IMAGES = 2;
const NOISE_CELLS = MOST_NOISE_IMAGES * 32 ** 2;

/** The largest number of images from which a level is estimated. */
const SAMPLED_IMAGES = 5000;

/**
 * Makes white noise of standard deviation 1 (random signs) on images of a shape, and
 * resamples it to a frame. Resampling makes it weaker and correlates neighbouring cells.
 *
 * @returns `count * side^2` values, with a count of 48 on frames of up to 32 cells per
 * side and less on larger ones; NaN on cells outside the images.
 */
export function* unitNoiseIn(
  { place, side }: Pick<Frame, "place" | "side">,
  { height, width, channels }: ImageShape,
): Pausable<Float32Array> {
  const stream = randomStream(0, "unit noise");
  const count = Math.min(
    Math.max(Math.round(NOISE_CELLS / side ** 2), LEAST_NOISE_IMAGES),
    MOST_NOISE_IMAGES,
  );
  const out = new Float32Array(count * side * side);
  const size = height * width * channels;
  yield* pausingLoop(count, size, (i) => {
    const signs = Float32Array.from(
      { length: size },
      () => stream() < 0.5 ? -1 : 1,
    );
    out.set(place(signs), i * side * side);
  });
  return out;
}

/**
 * Estimates the standard deviation of white noise on the images before they were
 * resampled. It is the median magnitude of the mixed second differences of four cells,
 * in which smooth content cancels (Donoho and Johnstone 1994, for the finest Haar
 * coefficients), relative to that of unit noise. Fine content makes the estimate too
 * large.
 *
 * @param stack `count * side^2` values.
 * @param unitNoise From {@linkcode unitNoiseIn}.
 */
export function* noiseLevelOf(
  stack: Float32Array,
  side: number,
  region: Region,
  unitNoise: Float32Array,
): Pausable<number> {
  const magnitudes = mixedDifferences(stack, side, region);
  yield;
  for (let i = 0; i < magnitudes.length; i++) {
    magnitudes[i] = Math.abs(magnitudes[i]);
  }
  const ofNoise = mixedDifferences(unitNoise, side, region);
  const squares = ofNoise.reduce((sum, value) => sum + value ** 2, 0);
  yield;
  const median = yield* valueAtRank(magnitudes, magnitudes.length >> 1);
  return DEVIATION_PER_MEDIAN * median / Math.sqrt(squares / ofNoise.length);
}

/**
 * Computes mixed second differences of disjoint groups of four cells, in at most 5,000
 * images.
 */
export function mixedDifferences(
  stack: Float32Array,
  side: number,
  { left, right, top, bottom }: Region,
): Float64Array {
  const images = stack.length / side ** 2;
  const every = Math.ceil(images / SAMPLED_IMAGES);
  const each = Math.ceil((bottom - top) / 2) * Math.ceil((right - left) / 2);
  const out = new Float64Array(Math.ceil(images / every) * each);
  let next = 0;
  for (let image = 0; image < images; image += every) {
    for (let row = top; row < bottom; row += 2) {
      for (let column = left; column < right; column += 2) {
        const at = image * side * side + row * side + column;
        out[next++] = (stack[at] - stack[at + 1] - stack[at + side] +
          stack[at + side + 1]) / 2;
      }
    }
  }
  return out;
}
