import type { ImageStack } from "../datasets/image_stack.ts";
import type { StackPair } from "../datasets/open_images.ts";
import {
  type SequencePlaces,
  somePlaces,
} from "../datasets/sequence_places.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { UserError } from "../runtime/errors.ts";
import { runPausable } from "../runtime/pausable.ts";
import type { Source } from "./detection.ts";
import type { Finding } from "./diagnose.ts";
import { type Frame, frameOf } from "../matching/frame.ts";
import { type Frames, levelledFrames } from "../matching/frames.ts";
import { sharesOf } from "./shares.ts";
import {
  describeOrRefuse,
  isWild,
  type Repair,
  repairOf,
  type Sampled,
  usualRange,
} from "./wild_values.ts";

/** Pairs as detection works on them. */
export interface WorkingPairs extends Frames {
  readonly source: Source;
  readonly extent: Frame["extent"];
  /** Number of every pair in the files, from 0. */
  readonly indices: Uint32Array;
  /** Findings made while they were read. */
  readonly findings: readonly Finding[];
  /** The sequences that the pairs are from, if they are frames of any. */
  readonly sequences?: SequencePlaces;
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
 * strips, or all are the same, or a lag leaves too few pairs that share no frame.
 */
export async function readPairs(
  { x0, xt, surroundings: stated, sequences: places }: StackPair,
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
  if (places !== undefined) checkPlaces(x0.name, places, count);
  const sequences = places && somePlaces(places, indices);
  // Whether they can be divided is told before they are read.
  if (sequences !== undefined) sharesOf(indices.length, sequences);
  const frame = frameOf(x0);
  const findings: Finding[] = [];
  const images = [
    await readStack(x0, indices, frame, findings),
    await readStack(xt, indices, frame, findings),
  ];
  const frames = await runPausable(
    levelledFrames(frame, images, x0, stated),
  );
  if (frames === undefined) {
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
    ...frames,
    extent: frame.extent,
    indices,
    findings,
    ...sequences !== undefined && { sequences },
  };
}

function checkPlaces(
  name: string,
  { group, frame }: SequencePlaces,
  count: number,
): void {
  if (group.length === count && frame.length === count) return;
  throw new UserError(
    `${name}: expected the sequence and the frame of each of ${count} pairs, found ${group.length} and ${frame.length}`,
  );
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
