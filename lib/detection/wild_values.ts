import type { ImageStack } from "../datasets/image_stack.ts";
import { UserError } from "../runtime/errors.ts";

/** Sampled values of a stack, from which their usual range is estimated. */
export interface Sampled {
  /** Values at equal distances, from all images that are used. */
  readonly values: readonly number[];
  /** The smallest and the largest value of each image that is used. */
  readonly smallest: Float32Array;
  readonly largest: Float32Array;
}

/** The range of the usual values in the sample. */
export interface UsualRange {
  readonly low: number;
  readonly high: number;
}

/**
 * Whether the distance of a value from the usual range is larger than the width of the
 * range.
 */
export function isWild({ low, high }: UsualRange, value: number): boolean {
  const margin = high - low;
  return value < low - margin || value > high + margin;
}

/**
 * Width of the gap between a wild value and all usual values, as a multiple of the width
 * of their range.
 */
const GAP = 20;

/** Values between these quantiles are always usual. */
const CENTRAL = [0.05, 0.95] as const;

/**
 * The largest share of wild values that is repaired; with more, the user has to mask the
 * images.
 */
const MOST_WILD = 0.01;

/**
 * Computes the range of the usual values, which extends from the central ones outwards
 * up to a gap.
 */
export function usualRange(
  { values, smallest, largest }: Sampled,
): UsualRange {
  const sorted = Float64Array.from([...values, ...smallest, ...largest]).sort();
  const [first, last] = CENTRAL.map((share) =>
    Math.floor(share * (sorted.length - 1))
  );
  let [low, high] = [sorted[first], sorted[last]];
  let [below, above] = [first - 1, last + 1];
  const isFar = (distance: number) =>
    high > low && distance > GAP * (high - low);
  for (let growing = true; growing;) {
    growing = false;
    if (above < sorted.length && !isFar(sorted[above] - high)) {
      high = sorted[above++];
      growing = true;
    }
    if (below >= 0 && !isFar(low - sorted[below])) {
      low = sorted[below--];
      growing = true;
    }
  }
  return { low, high };
}

/** The wild values of a stack, as far as it is used. */
export interface WildValues {
  /** Number of wild values, and of the images that have some. */
  readonly count: number;
  readonly images: number;
  /** The first wild value and its place. */
  readonly first: WildValue;
  readonly usual: UsualRange;
}

/** A wild value and its place. */
export interface WildValue {
  readonly value: number;
  /** Number of the image in the files, row and column, from 0. */
  readonly image: number;
  readonly row: number;
  readonly column: number;
}

/** Replaces wild values of images, and counts them. */
export interface Repair {
  /**
   * Replaces the wild values of an image by the mean of their usual neighbours.
   *
   * @param image `height * width * channels` values.
   * @param index Number of the image in the files.
   * @returns The repaired image.
   */
  readonly image: (image: Float32Array, index: number) => Float32Array;
  /** The values replaced so far; undefined if there are none. */
  readonly found: () => WildValues | undefined;
}

/** Prepares the repair of the images of one stack. */
export function repairOf(
  { width, channels }: Pick<ImageStack, "width" | "channels">,
  usual: UsualRange,
): Repair {
  let [count, images] = [0, 0];
  let first: WildValue | undefined;
  return {
    image(image, index) {
      const wild: number[] = [];
      image.forEach((value, i) => {
        if (isWild(usual, value)) wild.push(i);
      });
      if (wild.length === 0) return image;
      count += wild.length;
      images++;
      const pixel = Math.floor(wild[0] / channels);
      first ??= {
        value: image[wild[0]],
        image: index,
        row: Math.floor(pixel / width),
        column: pixel % width,
      };
      return filled(image, wild, width, channels);
    },
    found: () => first && { count, images, first, usual },
  };
}

/**
 * Replaces the values at some places by the mean of their neighbours, from the boundary
 * inwards.
 */
function filled(
  image: Float32Array,
  places: readonly number[],
  width: number,
  channels: number,
): Float32Array {
  const out = image.slice();
  const height = image.length / width / channels;
  let missing = new Set(places);
  while (missing.size > 0) {
    const found = new Map<number, number>();
    for (const place of missing) {
      const channel = place % channels;
      const pixel = (place - channel) / channels;
      const [row, column] = [Math.floor(pixel / width), pixel % width];
      let [sum, known] = [0, 0];
      for (let y = Math.max(row - 1, 0); y <= row + 1 && y < height; y++) {
        for (
          let x = Math.max(column - 1, 0);
          x <= column + 1 && x < width;
          x++
        ) {
          const other = (y * width + x) * channels + channel;
          if (missing.has(other)) continue;
          sum += out[other];
          known++;
        }
      }
      if (known > 0) found.set(place, sum / known);
    }
    // An image without a usual value is filled with 0.
    if (found.size === 0) found.set([...missing][0], 0);
    for (const [place, value] of found) out[place] = value;
    missing = new Set([...missing].filter((place) => !found.has(place)));
  }
  return out;
}

/**
 * Describes replaced wild values.
 *
 * @param total Number of values of the stack that are used.
 * @throws UserError if there are too many to be replaced.
 */
export function describeOrRefuse(
  name: string,
  { count, images, first, usual }: WildValues,
  total: number,
): string {
  const of =
    `${first.value} in image ${first.image}, row ${first.row}, column ${first.column} (counted from 0)`;
  const others = count > 1
    ? `, and ${count - 1} more such ${
      count > 2 ? "values" : "value"
    } in ${images} ${images > 1 ? "images" : "image"}`
    : "";
  const range = `values between ${rounded(usual.low)} and ${
    rounded(usual.high)
  }, as all others are`;
  if (count > MOST_WILD * total) {
    throw new UserError(
      `${name}: expected ${range}, found ${of}${others}; if they stand for missing data, crop the images, or fill the values from their surroundings`,
    );
  }
  return `${name}: expected ${range}, found ${of}${others}: replaced by the mean of their neighbours; correct them if they are not damaged pixels`;
}

const rounded = (value: number): string => `${Number(value.toPrecision(4))}`;
