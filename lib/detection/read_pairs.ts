import type { ImageStack } from "../datasets/image_stack.ts";
import type { StackPair } from "../datasets/stack_pair.ts";
import {
  type SequencePlaces,
  somePlaces,
} from "../datasets/sequence_places.ts";
import { levelledFrames } from "../matching/frames.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { UserError } from "../runtime/errors.ts";
import { inNotebook } from "../runtime/notebook.ts";
import { runPausable } from "../runtime/pausable.ts";
import { turnTaker } from "../runtime/turns.ts";
import type { Finding } from "./diagnose.ts";
import { type Level, levelsOf } from "./levels.ts";
import { loadNetworks } from "./load_networks.ts";
import { sharesOf } from "./shares.ts";
import {
  describeOrRefuse,
  isWild,
  type Repair,
  repairOf,
  type Sampled,
  usualRange,
} from "./wild_values.ts";
import { leastPairs, type WorkingPairs } from "./working_pairs.ts";

/**
 * The largest ratio of the longer to the shorter side. A frame then has at least four
 * cells along the shorter side.
 */
const LARGEST_ASPECT = 7;

/**
 * Reads pairs in parts. If there are more than `most`, it reads a uniform sample of
 * them.
 *
 * @param most The largest number of pairs.
 * @param seed Seed of the sample.
 * @throws UserError if a file is damaged, there are too few pairs, images are strips,
 * all images are the same, or a lag leaves too few pairs that share no frame.
 */
export async function readPairs(
  { x0, xt, surroundings: stated, sequences: places }: StackPair,
  most: number,
  seed: number,
): Promise<WorkingPairs> {
  const { count, height, width, channels } = x0;
  const least = leastPairs(x0);
  if (count < least) {
    throw new UserError(
      `${x0.name}: expected at least ${least} pairs of images of ${height} x ${width} pixels, found ${count}`,
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
  const shares = sharesOf(indices.length, sequences);
  const levels = levelsOf(x0, indices.length, shares);
  const findings: Finding[] = [];
  const placed = [
    await readStack(x0, indices, levels, findings),
    await readStack(xt, indices, levels, findings),
  ];
  const notes = [...x0.notes ?? [], ...xt.notes ?? []];
  const source = {
    name: x0.name,
    count,
    used: indices.length,
    height,
    width,
    channels,
    ...notes.length > 0 && { notes },
  };
  const onLevel = async (
    { frame, pairs, shares }: Level,
    level: number,
  ): Promise<WorkingPairs | undefined> => {
    const stacks = placed.map((stack) => stack[level]);
    const levelling = levelledFrames(frame, stacks, x0, stated);
    const frames = await runPausable(levelling);
    const places = sequences && somePlaces(sequences, pairs);
    return frames && {
      source,
      ...frames,
      extent: frame.extent,
      indices: Uint32Array.from(pairs, (pair) => indices[pair]),
      shares,
      findings,
      ...places !== undefined && { sequences: places },
    };
  };
  const [pairs, finer] = await Promise.all(levels.map(onLevel));
  if (pairs === undefined) {
    throw new UserError(
      `${x0.name}: expected images that show something, found the same value in all pixels`,
    );
  }
  // `detectIn`, which may need the networks, must not wait there: see `runPausable`.
  if (inNotebook()) await loadNetworks();
  return { ...pairs, ...finer !== undefined && { finer } };
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

/**
 * The largest number of values that are sampled per image, and about the number for all
 * images together, which are sorted in 20 ms.
 */
const SAMPLED = 50, SAMPLED_TOGETHER = 60_000;

/** The frames of a stack, and a sample of its values. */
interface Placed {
  /**
   * The frames of each level: `pairs * side^2` values, NaN on cells outside the images.
   */
  readonly frames: readonly Float32Array[];
  readonly sampled: Sampled;
}

async function placeAll(
  stack: ImageStack,
  indices: Uint32Array,
  levels: readonly Level[],
  repair?: Repair,
): Promise<Placed> {
  const frames = levels.map(({ frame: { side }, pairs }) =>
    new Float32Array(pairs.length * side * side)
  );
  const next = levels.map(() => 0);
  const values: number[] = [];
  const smallest = new Float32Array(indices.length);
  const largest = new Float32Array(indices.length);
  const takeTurn = turnTaker();
  const sampled = Math.min(SAMPLED, SAMPLED_TOGETHER / indices.length);
  for await (const { image, at } of imagesOf(stack, indices)) {
    const step = Math.ceil(image.length / sampled);
    for (let i = at % step; i < image.length; i += step) values.push(image[i]);
    smallest[at] = image.reduce((least, value) => Math.min(least, value));
    largest[at] = image.reduce((most, value) => Math.max(most, value));
    const whole = repair ? repair.image(image, indices[at]) : image;
    levels.forEach(({ frame: { side, place }, pairs }, level) => {
      if (pairs[next[level]] !== at) return;
      frames[level].set(place(whole), next[level]++ * side * side);
    });
    const turn = takeTurn();
    if (turn !== undefined) await turn;
  }
  return { frames, sampled: { values, smallest, largest } };
}

/** Reads the images with given numbers, each with its index among these. */
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
 * Reads a stack into the frames of all levels. If there are wild values, the stack is
 * read a second time, they are replaced, and a finding is added.
 */
async function readStack(
  stack: ImageStack,
  indices: Uint32Array,
  levels: readonly Level[],
  findings: Finding[],
): Promise<readonly Float32Array[]> {
  const { frames, sampled } = await placeAll(stack, indices, levels);
  const usual = usualRange(sampled);
  const { smallest, largest } = sampled;
  const anyWild = [smallest, largest].some((values) =>
    values.some((value) => isWild(usual, value))
  );
  if (!anyWild) return frames;
  const repair = repairOf(stack, usual);
  const repaired = await placeAll(stack, indices, levels, repair);
  const total = indices.length * stack.height * stack.width * stack.channels;
  const wild = repair.found()!;
  const text = describeOrRefuse(stack.name, wild, total);
  findings.push({ kind: "wild-values", text });
  return repaired.frames;
}
