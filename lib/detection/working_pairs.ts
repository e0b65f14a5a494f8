import type { ImageStack } from "../datasets/image_stack.ts";
import type { StackPair } from "../datasets/open_images.ts";
import type { Surroundings } from "../datasets/types.ts";
import { randomStream, shuffled } from "../random/streams.ts";
import { UserError } from "../runtime/errors.ts";

/**
 * Pairs as detection works on them: of one channel, at most 32 cells a side,
 * background 0, the largest difference from it 1.
 */
export interface WorkingPairs {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly surroundings: Surroundings;
  /** `count * height * width` values each. */
  readonly x0: Float32Array;
  readonly xt: Float32Array;
  /** Number of every pair in the files, from 0. */
  readonly indices: Uint32Array;
}

/** Images with a longer side are averaged down to the other of the two. */
const LARGEST_SIDE = 32, WORKING_SIDE = 28;

export const LEAST_PAIRS = 50;

/**
 * Reads pairs from files, a piece at a time; of very many an even draw.
 *
 * @param most How many pairs to keep.
 * @param seed Decides the draw.
 * @throws UserError when a file is damaged, there are too few pairs, or all
 * images are the same.
 */
export async function readPairs(
  { x0, xt }: StackPair,
  most: number,
  seed: number,
): Promise<WorkingPairs> {
  const { count, height, width } = x0;
  if (count < LEAST_PAIRS) {
    throw new UserError(
      `${x0.name}: expected at least ${LEAST_PAIRS} pairs, found ${count}`,
    );
  }
  const order = shuffled(count, randomStream(seed, "drawn"));
  const indices = order.slice(0, Math.min(most, count)).sort();
  const shape = shapeOf(height, width);
  const read = async (stack: ImageStack) =>
    await readStack(stack, indices, shape);
  const [images0, imagesT] = [await read(x0), await read(xt)];
  const sizes = { count: indices.length, ...shape };
  const ground = groundOf(sizes, images0, imagesT);
  const scale = normalise(ground.level, images0, imagesT);
  if (scale === 0) {
    throw new UserError(
      `${x0.name}: expected images, found the same value in all pixels`,
    );
  }
  return {
    ...sizes,
    surroundings: ground.surroundings,
    x0: images0,
    xt: imagesT,
    indices,
  };
}

function shapeOf(height: number, width: number) {
  const longer = Math.max(height, width);
  if (longer <= LARGEST_SIDE) return { height, width };
  const side = (n: number) =>
    Math.max(1, Math.round(n * WORKING_SIDE / longer));
  return { height: side(height), width: side(width) };
}

async function readStack(
  stack: ImageStack,
  indices: Uint32Array,
  shape: { readonly height: number; readonly width: number },
): Promise<Float32Array> {
  const size = stack.height * stack.width * stack.channels;
  const cells = shape.height * shape.width;
  const out = new Float32Array(indices.length * cells);
  let [first, kept] = [0, 0];
  for await (const piece of stack.pieces()) {
    const images = piece.length / size;
    for (; kept < indices.length && indices[kept] < first + images; kept++) {
      const at = (indices[kept] - first) * size;
      const gray = grayOf(piece.subarray(at, at + size), stack.channels);
      out.set(averaged(gray, stack, shape), kept * cells);
    }
    first += images;
  }
  return out;
}

/** Shares of red, green and blue in the luminance (ITU-R BT.601). */
const LUMINANCE = [0.299, 0.587, 0.114];

function grayOf(image: Float32Array, channels: number): Float32Array {
  if (channels === 1) return image;
  const shares = channels === LUMINANCE.length
    ? LUMINANCE
    : Array<number>(channels).fill(1 / channels);
  return Float32Array.from({ length: image.length / channels }, (_, pixel) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) {
      sum += shares[c] * image[pixel * channels + c];
    }
    return sum;
  });
}

interface Shape {
  readonly height: number;
  readonly width: number;
}

/** The mean of what every cell of a coarser image covers. */
function averaged(
  image: Float32Array,
  { height, width }: Shape,
  to: Shape,
): Float32Array {
  if (to.height === height && to.width === width) return image;
  const rows = sharesOf(height, to.height), columns = sharesOf(width, to.width);
  const out = new Float32Array(to.height * to.width);
  rows.forEach((above, row) =>
    columns.forEach((beside, column) => {
      let sum = 0;
      for (const [y, a] of above) {
        for (const [x, b] of beside) sum += a * b * image[y * width + x];
      }
      out[row * to.width + column] = sum;
    })
  );
  return out;
}

/** What every cell of a coarser axis takes of the cells of a finer one. */
function sharesOf(
  fine: number,
  coarse: number,
): readonly (readonly (readonly [cell: number, share: number])[])[] {
  const step = fine / coarse;
  return Array.from({ length: coarse }, (_, i) => {
    const [from, to] = [i * step, (i + 1) * step];
    const cells: [number, number][] = [];
    for (let cell = Math.floor(from); cell < Math.min(fine, to); cell++) {
      const covered = Math.min(to, cell + 1) - Math.max(from, cell);
      if (covered > 1e-9) cells.push([cell, covered / step]);
    }
    return cells;
  });
}

/** Share of the images' range that a background may vary by. */
const EVEN = 0.02;
/** Share of the images whose edge has to be even. */
const MOST = 0.9;

/**
 * What lies around the images: one even value, if nearly all have it along
 * their edge, or a scene that goes on.
 */
function groundOf(
  { count, height, width }: Shape & { readonly count: number },
  ...stacks: readonly Float32Array[]
): { readonly level: number; readonly surroundings: Surroundings } {
  const size = height * width;
  const edge: number[] = [];
  for (let cell = 0; cell < size; cell++) {
    const [row, column] = [Math.floor(cell / width), cell % width];
    const outer = row === 0 || row === height - 1 || column === 0 ||
      column === width - 1;
    if (outer) edge.push(cell);
  }
  let [low, high] = [Infinity, -Infinity];
  const levels: number[] = [];
  for (const stack of stacks) {
    for (const value of stack) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    for (let i = 0; i < count; i++) {
      const values = edge.map((cell) => stack[i * size + cell]).sort((a, b) =>
        a - b
      );
      levels.push(values[Math.floor(values.length / 2)]);
    }
  }
  const level = levels.toSorted((a, b) => a - b)[Math.floor(levels.length / 2)];
  const even = levels.filter((one) =>
    Math.abs(one - level) <= EVEN * (high - low)
  );
  return even.length >= MOST * levels.length
    ? { level, surroundings: "black" }
    : { level: (low + high) / 2, surroundings: "unknown" };
}

/**
 * Counts values from a level, and in units of the largest difference from it.
 *
 * @returns That largest difference.
 */
function normalise(
  level: number,
  ...stacks: readonly Float32Array[]
): number {
  let [low, high] = [0, 0];
  for (const stack of stacks) {
    for (let i = 0; i < stack.length; i++) {
      stack[i] -= level;
      low = Math.min(low, stack[i]);
      high = Math.max(high, stack[i]);
    }
  }
  const largest = high > -low ? high : low;
  if (largest === 0) return 0;
  for (const stack of stacks) {
    for (let i = 0; i < stack.length; i++) stack[i] /= largest;
  }
  return Math.abs(largest);
}
