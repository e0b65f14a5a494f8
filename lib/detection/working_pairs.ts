import type { ImageStack } from "../datasets/image_stack.ts";
import type { StackPair } from "../datasets/open_images.ts";
import {
  type SequencePlaces,
  somePlaces,
} from "../datasets/sequence_places.ts";
import type { ImageShape } from "../datasets/types.ts";
import type { Size } from "../images/area_average.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { UserError } from "../runtime/errors.ts";
import type { Source } from "./detection.ts";
import type { Finding } from "./diagnose.ts";
import { coarseSide, type Frame, frameOf, ownSide } from "../matching/frame.ts";
import { type Frames, levelledFrames, numbersTo } from "../matching/frames.ts";
import { type Shares, sharesOf } from "./shares.ts";
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
  /** The pairs that are fitted to, and those that judge the fit. */
  readonly shares: Shares;
  /** Findings made while they were read. */
  readonly findings: readonly Finding[];
  /** The sequences that the pairs are from, if they are frames of any. */
  readonly sequences?: SequencePlaces;
  /**
   * Some of the pairs on finer frames, where the images have more pixels: the first
   * ones of both shares.
   */
  readonly finer?: WorkingPairs;
}

/**
 * Fewest pairs of large images, and of small ones; between the two, pairs have at
 * least as many pixels together as the latter of 28 x 28.
 */
export const LEAST_PAIRS = 8, LEAST_SMALL_PAIRS = 50;
const LEAST_PIXELS = LEAST_SMALL_PAIRS * 28 ** 2;

/** Fewest pairs of images of a size that are looked at. */
export const leastPairs = ({ height, width }: Size): number =>
  Math.min(
    Math.max(Math.ceil(LEAST_PIXELS / (height * width)), LEAST_PAIRS),
    LEAST_SMALL_PAIRS,
  );

/**
 * Cells of all pairs together on finer frames, at most: an evaluation of the match
 * of these takes about a second. Frames are made coarser than the images' own until
 * so many pairs have room.
 */
const FINER_CELLS = 2e6, FINER_PAIRS = 24;

/** Cells per side of finer frames for a number of pairs. */
function finerSide(size: Size, count: number): number {
  const pairs = Math.min(count, FINER_PAIRS);
  const most = 2 * Math.floor(Math.sqrt(FINER_CELLS / pairs) / 2);
  return Math.min(ownSide(size), most);
}

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
  const [pairs, finer] = levels.map(({ frame, pairs, shares }, level) => {
    const frames = levelledFrames(
      frame,
      placed.map((stacks) => stacks[level]),
      x0,
      stated,
    );
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
  });
  if (pairs === undefined) {
    throw new UserError(
      `${x0.name}: expected images that show something, found the same value in all pixels`,
    );
  }
  return { ...pairs, ...finer !== undefined && { finer } };
}

/** Frames of one resolution, and the pairs that are placed on them. */
interface Level {
  readonly frame: Frame;
  /** Their numbers among the pairs that are read, ascending. */
  readonly pairs: Uint32Array;
  /** Numbers among these. */
  readonly shares: Shares;
}

/** The coarse frames of all pairs, and the finer ones of some. */
function levelsOf(
  shape: ImageShape,
  count: number,
  shares: Shares,
): Level[] {
  const pairs = Uint32Array.from(numbersTo(count));
  const coarse = { frame: frameOf(shape), pairs, shares };
  const { held, fitted } = shares;
  const used = held.length + fitted.length;
  const side = finerSide(shape, used);
  if (side <= coarseSide(shape)) return [coarse];
  const kept = Math.min(1, FINER_CELLS / (side * side * used));
  const some = {
    held: held.slice(0, Math.ceil(kept * held.length)),
    fitted: fitted.slice(0, Math.ceil(kept * fitted.length)),
  };
  const chosen = Uint32Array.from([...some.held, ...some.fitted]).sort();
  const places = (of: Uint32Array) => of.map((pair) => chosen.indexOf(pair));
  return [coarse, {
    frame: frameOf(shape, side),
    pairs: chosen,
    shares: { held: places(some.held), fitted: places(some.fitted) },
  }];
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
  /** Of each level, `pairs * side^2` values, NaN where no image is. */
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
  for await (const { image, at } of imagesOf(stack, indices)) {
    const step = Math.ceil(image.length / SAMPLED);
    for (let i = at % step; i < image.length; i += step) values.push(image[i]);
    smallest[at] = image.reduce((least, value) => Math.min(least, value));
    largest[at] = image.reduce((most, value) => Math.max(most, value));
    const whole = repair ? repair.image(image, indices[at]) : image;
    levels.forEach(({ frame: { side, place }, pairs }, level) => {
      if (pairs[next[level]] !== at) return;
      frames[level].set(place(whole), next[level]++ * side * side);
    });
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
 * Reads a stack into the frames of all levels. Wild values are replaced: the stack is then read a
 * second time, and a finding is added.
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
