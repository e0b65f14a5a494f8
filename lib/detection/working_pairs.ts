import type { ImageStack } from "../datasets/image_stack.ts";
import type { StackPair } from "../datasets/open_images.ts";
import type { Surroundings } from "../datasets/types.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { UserError } from "../runtime/errors.ts";
import type { Source } from "./detection.ts";
import type { Finding } from "./diagnose.ts";
import { type Frame, frameOf, type Region } from "./frame.ts";
import { groundOf } from "./ground.ts";
import { nearestInside } from "./known.ts";
import { unitNoiseIn } from "./noise_level.ts";
import {
  describeOrRefuse,
  isWild,
  type Repair,
  repairOf,
  type Sampled,
  usualRange,
} from "./wild_values.ts";

/**
 * Pairs as detection works on them: gray values on square frames of at most 32
 * cells a side, background 0, the largest difference from it 1.
 */
export interface WorkingPairs {
  readonly source: Source;
  readonly count: number;
  /** Cells per side, even. */
  readonly side: number;
  /** Cells that show something. */
  readonly region: Region;
  readonly extent: Frame["extent"];
  /** What the pairs say of them, or else their images' edges. */
  readonly surroundings: Surroundings;
  /** `count * side^2` values each. */
  readonly x0: Float32Array;
  readonly xt: Float32Array;
  /** Number of every pair in the files, from 0. */
  readonly indices: Uint32Array;
  /** White noise of standard deviation 1 as the frame shows it, on 48 images. */
  readonly unitNoise: Float32Array;
  /** Findings made while they were read. */
  readonly findings: readonly Finding[];
}

export const LEAST_PAIRS = 50;

/**
 * Largest ratio of the longer to the shorter side. A frame then has at least four
 * cells along the shorter side.
 */
const LARGEST_ASPECT = 7;

/**
 * Reads pairs piece by piece; of more than `most`, a uniform sample.
 *
 * @param most How many pairs to keep.
 * @param seed Decides the draw.
 * @throws UserError when a file is damaged, there are too few pairs, images are
 * strips, or all are the same.
 */
export async function readPairs(
  { x0, xt, surroundings: stated }: StackPair,
  most: number,
  seed: number,
): Promise<WorkingPairs> {
  const { count, height, width, channels } = x0;
  if (count < LEAST_PAIRS) {
    throw new UserError(
      `${x0.name}: expected at least ${LEAST_PAIRS} pairs, found ${count}`,
    );
  }
  if (Math.max(height, width) > LARGEST_ASPECT * Math.min(height, width)) {
    throw new UserError(
      `${x0.name}: expected images at most ${LARGEST_ASPECT} times as long as they are wide, found ${height} x ${width} pixels; cut them first`,
    );
  }
  const order = shuffled(count, randomStream(seed, "drawn"));
  const indices = order.slice(0, Math.min(most, count)).sort();
  const frame = frameOf(x0);
  const findings: Finding[] = [];
  const images = [
    await readStack(x0, indices, frame, findings),
    await readStack(xt, indices, frame, findings),
  ];
  const { level, surroundings } = groundOf(
    images,
    frame.side,
    frame.region,
    stated,
  );
  for (const stack of images) fillBeyond(stack, frame, surroundings, level);
  const unitNoise = unitNoiseIn(frame, x0);
  fillBeyond(unitNoise, frame, surroundings, 0);
  if (!normalise(images, level)) {
    throw new UserError(
      `${x0.name}: expected images that show something, found the same value in all pixels`,
    );
  }
  const notes = [...x0.notes ?? [], ...xt.notes ?? []];
  return {
    source: {
      name: x0.name,
      count,
      used: indices.length,
      height,
      width,
      channels,
      ...notes.length > 0 && { notes },
    },
    count: indices.length,
    side: frame.side,
    region: frame.region,
    extent: frame.extent,
    surroundings,
    x0: images[0],
    xt: images[1],
    indices,
    unitNoise,
    findings,
  };
}

/** Values of each image that are sampled, at most. */
const SAMPLED = 50;

/** A stack as frames, and a sample of its values. */
interface Placed {
  /** `count * side^2` values, NaN where no image is. */
  readonly frames: Float32Array;
  readonly sampled: Sampled;
}

async function placeAll(
  stack: ImageStack,
  indices: Uint32Array,
  { side, place }: Frame,
  repair?: Repair,
): Promise<Placed> {
  const frames = new Float32Array(indices.length * side * side);
  const values: number[] = [];
  const smallest = new Float32Array(indices.length);
  const largest = new Float32Array(indices.length);
  for await (const { image, at } of imagesOf(stack, indices)) {
    const step = Math.ceil(image.length / SAMPLED);
    for (let i = at % step; i < image.length; i += step) values.push(image[i]);
    smallest[at] = image.reduce((least, value) => Math.min(least, value));
    largest[at] = image.reduce((most, value) => Math.max(most, value));
    const whole = repair ? repair.image(image, indices[at]) : image;
    frames.set(place(whole), at * side * side);
  }
  return { frames, sampled: { values, smallest, largest } };
}

/** The images with given numbers, and the place of each among these. */
async function* imagesOf(
  stack: ImageStack,
  indices: Uint32Array,
): AsyncGenerator<{ readonly image: Float32Array; readonly at: number }> {
  const size = stack.height * stack.width * stack.channels;
  let [first, at] = [0, 0];
  for await (const piece of stack.pieces()) {
    const images = piece.length / size;
    for (; at < indices.length && indices[at] < first + images; at++) {
      const start = (indices[at] - first) * size;
      yield { image: piece.subarray(start, start + size), at };
    }
    first += images;
  }
}

/**
 * Reads a stack into frames. Wild values are replaced: the stack is then read a
 * second time, and a finding is added.
 */
async function readStack(
  stack: ImageStack,
  indices: Uint32Array,
  frame: Frame,
  findings: Finding[],
): Promise<Float32Array> {
  const { frames, sampled } = await placeAll(stack, indices, frame);
  const usual = usualRange(sampled);
  const { smallest, largest } = sampled;
  const anyWild = [smallest, largest].some((values) =>
    values.some((value) => isWild(usual, value))
  );
  if (!anyWild) return frames;
  const repair = repairOf(stack, usual);
  const repaired = await placeAll(stack, indices, frame, repair);
  const total = indices.length * stack.height * stack.width * stack.channels;
  const wild = repair.found()!;
  const text = describeOrRefuse(stack.name, wild, total);
  findings.push({ kind: "wild-values", text });
  return repaired.frames;
}

/** Beyond images lies their background, or what is nearest to it in a scene. */
function fillBeyond(
  stack: Float32Array,
  { side, region }: Frame,
  surroundings: Surroundings,
  level: number,
): void {
  for (let i = 0; i < stack.length; i++) {
    if (!Number.isNaN(stack[i])) continue;
    const cell = i % (side * side);
    stack[i] = surroundings === "black"
      ? level
      : stack[i - cell + nearestInside(cell, side, region)];
  }
}

/**
 * Counts values from a level, and in units of the largest difference from it.
 *
 * @returns Whether there is any difference.
 */
function normalise(stacks: readonly Float32Array[], level: number): boolean {
  let largest = 0;
  for (const stack of stacks) {
    for (let i = 0; i < stack.length; i++) {
      stack[i] -= level;
      if (Math.abs(stack[i]) > Math.abs(largest)) largest = stack[i];
    }
  }
  if (largest === 0) return false;
  for (const stack of stacks) {
    for (let i = 0; i < stack.length; i++) stack[i] /= largest;
  }
  return true;
}
