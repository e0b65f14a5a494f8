import { extent, max, median, quantileSorted, range } from "d3-array";

/** The errors of the pairs whose true t lies in one bin. */
export interface ErrorBand {
  /** Ends of the bin. */
  readonly low: number;
  readonly high: number;
  /** Quantiles of the errors. */
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

/** Mean number of pairs per bin that makes its quantiles meaningful. */
const PAIRS_A_BIN = 20;

/**
 * Computes the errors, estimate minus truth, in equal bins of the true t: their median
 * and the band from their 5 % to their 95 % quantile. A bin without pairs has no band.
 *
 * @param truth true values, finite, at least one
 * @param estimate estimates, one per true value
 * @param most largest number of bins; there are fewer for few pairs
 */
export function errorBands(
  truth: ArrayLike<number>,
  estimate: ArrayLike<number>,
  most: number,
): ErrorBand[] {
  const [low, high] = extent(Array.from(truth)) as [number, number];
  const count = low === high
    ? 1
    : Math.min(most, Math.ceil(truth.length / PAIRS_A_BIN));
  const width = (high - low) / count || Math.abs(low) || 1;
  const errors = range(count).map((): number[] => []);
  for (let i = 0; i < truth.length; i++) {
    const bin = Math.min(count - 1, Math.floor((truth[i] - low) / width));
    errors[bin].push(estimate[i] - truth[i]);
  }
  const from = low === high ? low - width / 2 : low;
  return errors.flatMap((list, bin) => {
    if (list.length === 0) return [];
    const sorted = list.sort((a, b) => a - b);
    const [lower, median, upper] = [0.05, 0.5, 0.95].map((p) =>
      quantileSorted(sorted, p)!
    );
    const start = from + bin * width;
    return [{ low: start, high: start + width, lower, median, upper }];
  });
}

/** The vertical scale of a panel of errors. */
export type ErrorScale =
  | { readonly type: "linear"; readonly domain: readonly [number, number] }
  | {
    readonly type: "symlog";
    readonly domain: readonly [number, number];
    /** Magnitude up to which the scale is about linear. */
    readonly constant: number;
    readonly ticks: readonly number[];
  };

/** Largest ratio of a bin's errors to those of the others on a linear scale. */
const LINEAR_UP_TO = 10;

/**
 * Chooses a scale from the lowest to the highest band, 0 included. If the errors of some
 * bins are much larger than those of the others, as for full turns, the scale is
 * logarithmic away from 0, so that all bands are readable.
 */
export function errorScale(bands: readonly ErrorBand[]): ErrorScale {
  const ends = bands.flatMap(({ lower, upper }) => [lower, upper]);
  const [low, high] = extent([0, ...ends]) as [number, number];
  const pad = 0.06 * (high - low) || 1;
  const typical = median(
    bands,
    ({ lower, upper }) => Math.max(Math.abs(lower), Math.abs(upper)),
  )!;
  const largest = max(ends, Math.abs)!;
  if (typical === 0 || largest <= LINEAR_UP_TO * typical) {
    return { type: "linear", domain: [low - pad, high + pad] };
  }
  const power = Math.round(Math.log10(typical));
  const ticks = range(power, Math.log10(largest) + 1e-9)
    .flatMap((p) => [-(10 ** p), 10 ** p]);
  return {
    type: "symlog",
    domain: [1.3 * Math.min(low, -typical), 1.3 * Math.max(high, typical)],
    constant: 10 ** (power - 1),
    ticks: [0, ...ticks],
  };
}
