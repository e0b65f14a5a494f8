import { gatherImages } from "../datasets/gather_images.ts";
import type { ImageShape, Pairs, Surroundings } from "../datasets/types.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingBlocks, pausingLoop } from "../runtime/pausing_loop.ts";
import { type Frame, frameOf } from "./frame.ts";
import { nearestInside, type Region, regionCells } from "./region.ts";
import { groundOf } from "./ground.ts";
import { unitNoiseIn } from "./noise_level.ts";

/**
 * Pairs of gray images on square frames, normalised for matching: the background is 0,
 * and the largest difference from it is 1.
 */
export interface Frames {
  /** Number of pairs. */
  readonly count: number;
  /** Cells per side, even. */
  readonly side: number;
  /** The cells that the images cover. */
  readonly region: Region;
  /** The values beyond the images' edges. */
  readonly surroundings: Surroundings;
  /**
   * `side^2` values, 1 on cells where all images show an opaque mark. These cells are
   * not compared, because their content is unknown. By default there are none.
   */
  readonly hidden?: Uint8Array;
  /** The unmoved images, `count * side^2` values. */
  readonly x0: Float32Array;
  /** The moved images, `count * side^2` values. */
  readonly xt: Float32Array;
  /** Whether every pair has its own gain and offset, which are eliminated. */
  readonly brightness?: boolean;
  /** Images of white noise of standard deviation 1, resampled to the frame. */
  readonly unitNoise: Float32Array;
}

/**
 * Places some pairs in memory on frames. If nothing is stated about their surroundings,
 * these are black.
 *
 * @param chosen Numbers of pairs; by default all.
 * @param side Cells per side, as in {@linkcode frameOf}.
 * @returns Undefined if all pixels have the same value.
 */
export function* framesOf(
  pairs: Pairs,
  chosen: ArrayLike<number> = { length: pairs.count },
  side?: number,
): Pausable<Frames | undefined> {
  const frame = frameOf(pairs, side);
  const size = pairs.height * pairs.width * pairs.channels;
  const numbers = Array.from(chosen, (pair, i) => pair ?? i);
  const cells = frame.side ** 2;
  const placed: Float32Array[] = [];
  for (const images of [pairs.x0, pairs.xt]) {
    const out = new Float32Array(numbers.length * cells);
    yield* pausingLoop(numbers.length, size, (i) => {
      const start = numbers[i] * size;
      out.set(frame.place(images.subarray(start, start + size)), i * cells);
    });
    placed.push(out);
  }
  const { surroundings = "black" } = pairs;
  return yield* levelledFrames(frame, placed, pairs, surroundings);
}

/** The numbers 0 to count - 1. */
export const numbersTo = (count: number): number[] => [
  ...new Array(count).keys(),
];

/** At most `most` evenly spaced numbers from 0 to count - 1. */
export function evenly(count: number, most: number): number[] {
  const step = Math.ceil(count / most);
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
}

/**
 * A stack in which every image is replaced by the next one, and the last one by the
 * first.
 */
export function withNext(stack: Float32Array, cells: number): Float32Array {
  const out = new Float32Array(stack.length);
  out.set(stack.subarray(cells));
  out.set(stack.subarray(0, cells), out.length - cells);
  return out;
}

/** The cells on which images are compared: those of the region that are not hidden. */
export function shownCells(
  { region, side, hidden }: Pick<Frames, "region" | "side" | "hidden">,
): number[] {
  const cells = regionCells(region, side);
  return hidden === undefined ? cells : cells.filter((cell) => !hidden[cell]);
}

/** The frames with x0 and xt exchanged. */
export const exchanged = (frames: Frames): Frames => ({
  ...frames,
  x0: frames.xt,
  xt: frames.x0,
});

/** Copies some of the frames. */
export function* someFrames(
  frames: Frames,
  chosen: ArrayLike<number>,
): Pausable<Frames> {
  const cells = frames.side ** 2;
  const some = (stack: Float32Array) => gatherImages(stack, cells, chosen);
  const x0 = some(frames.x0);
  yield;
  const xt = some(frames.xt);
  yield;
  return { ...frames, count: chosen.length, x0, xt };
}

/**
 * Normalises frames: the background is subtracted, then values are divided by the
 * largest difference from it.
 *
 * @param placed Stacks of x0 and of xt on the frame, NaN on cells outside the images;
 * they are changed.
 * @param stated The surroundings that the user stated; by default they are derived from
 * the images' edges.
 * @returns Undefined if all pixels have the same value.
 */
export function* levelledFrames(
  frame: Frame,
  placed: readonly Float32Array[],
  shape: ImageShape,
  stated?: Surroundings,
): Pausable<Frames | undefined> {
  const { side, region } = frame;
  const [x0, xt] = placed;
  const { level, surroundings } = yield* groundOf(placed, side, region, stated);
  for (const stack of placed) {
    yield* fillBeyond(stack, frame, surroundings, level);
  }
  const unitNoise = yield* unitNoiseIn(frame, shape);
  yield* fillBeyond(unitNoise, frame, surroundings, 0);
  if (!(yield* normalise(placed, level))) return undefined;
  const count = x0.length / side ** 2;
  return { count, side, region, surroundings, x0, xt, unitNoise };
}

/**
 * Fills the cells outside the images: with the background, or in a scene with the
 * nearest value.
 */
export function* fillBeyond(
  stack: Float32Array,
  { side, region }: Pick<Frame, "side" | "region">,
  surroundings: Surroundings,
  level: number,
): Pausable<void> {
  yield* pausingBlocks(stack.length, (first, end) => {
    for (let i = first; i < end; i++) {
      if (!Number.isNaN(stack[i])) continue;
      const cell = i % (side * side);
      stack[i] = surroundings === "black"
        ? level
        : stack[i - cell + nearestInside(cell, side, region)];
    }
  });
}

/**
 * Subtracts a level from all values, and divides by the largest difference from it.
 *
 * @returns Whether any value differs from the level.
 */
function* normalise(
  stacks: readonly Float32Array[],
  level: number,
): Pausable<boolean> {
  let largest = 0;
  for (const stack of stacks) {
    yield* pausingBlocks(stack.length, (first, end) => {
      for (let i = first; i < end; i++) {
        stack[i] -= level;
        if (Math.abs(stack[i]) > Math.abs(largest)) largest = stack[i];
      }
    });
  }
  if (largest === 0) return false;
  for (const stack of stacks) {
    yield* pausingBlocks(stack.length, (first, end) => {
      for (let i = first; i < end; i++) stack[i] /= largest;
    });
  }
  return true;
}
