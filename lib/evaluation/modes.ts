import { extent, quantile } from "d3-array";
import { silvermanBandwidth } from "./bandwidth.ts";

/** A peak of a distribution. */
export interface Mode {
  /** Position of the peak, in the parameter's unit. */
  readonly position: number;
  /** Density at the peak, in 1 / the parameter's unit. */
  readonly density: number;
}

/** Number of points at which the density is evaluated. */
const POINTS = 512;

/** The least prominence of a peak, as a share of the highest density. */
const PROMINENCE = 0.25;

/**
 * The least product of the height of a single peak and the width of the central 90 % of
 * the sample. It is 0.9 for a uniform sample, somewhat more for a small one, and 1.31
 * for a normal sample.
 */
const PLATEAU = 1.12;

/**
 * Finds the peaks of a sample's density: those of a Gaussian kernel estimate with
 * Silverman's bandwidth that have enough prominence. A plateau, as of a
 * uniform sample, is not a peak.
 *
 * @param values at least 2 finite numbers
 * @returns ascending positions; none if all values are equal
 */
export function modesOf(values: ArrayLike<number>): Mode[] {
  const sorted = Float64Array.from(values).sort();
  const bandwidth = silvermanBandwidth(sorted);
  if (!(bandwidth > 0)) return [];
  // The range without a few outliers, widened by the kernel.
  const low = quantile(sorted, 0.001)! - 3 * bandwidth;
  const high = quantile(sorted, 0.999)! + 3 * bandwidth;
  if (!(high > low)) return []; // the values differ only by rounding
  const density = smoothed(binned(sorted, low, high), bandwidth, high - low);
  const found = peaks(density).map((i) => ({
    position: low + (i + 0.5) * (high - low) / POINTS,
    density: density[i],
  }));
  const width = quantile(sorted, 0.95)! - quantile(sorted, 0.05)!;
  const isPlateau = found.length === 1 && found[0].density * width < PLATEAU;
  return isPlateau ? [] : found;
}

/** Computes the density from binned values. */
function binned(
  values: Float64Array,
  low: number,
  high: number,
): Float64Array {
  const width = (high - low) / POINTS;
  const bins = new Float64Array(POINTS);
  for (const value of values) {
    const bin = Math.floor((value - low) / width);
    if (bin >= 0 && bin < POINTS) bins[bin] += 1 / (values.length * width);
  }
  return bins;
}

function smoothed(
  bins: Float64Array,
  bandwidth: number,
  range: number,
): Float64Array {
  const sigma = bandwidth / range * POINTS;
  const reach = Math.ceil(4 * sigma);
  const kernel = Float64Array.from(
    { length: 2 * reach + 1 },
    (_, i) => Math.exp(-(((i - reach) / sigma) ** 2) / 2),
  );
  const total = kernel.reduce((sum, weight) => sum + weight);
  return bins.map((_, i) => {
    let sum = 0;
    for (let k = -reach; k <= reach; k++) {
      sum += kernel[k + reach] * (bins[i + k] ?? 0);
    }
    return sum / total;
  });
}

/**
 * Finds the indices of the maxima of sufficient prominence: the height above the highest
 * valley between a maximum and a higher one.
 */
function peaks(density: Float64Array): number[] {
  const [, highest] = extent(density) as [number, number];
  const maxima: number[] = [];
  for (let i = 1; i < density.length - 1; i++) {
    const [before, here, after] = [density[i - 1], density[i], density[i + 1]];
    if (here > before && here >= after) maxima.push(i);
  }
  return maxima.filter((peak) => {
    const down = (step: 1 | -1) => {
      let lowest = density[peak];
      for (let i = peak; i >= 0 && i < density.length; i += step) {
        if (density[i] > density[peak]) return lowest;
        lowest = Math.min(lowest, density[i]);
      }
      return 0;
    };
    const prominence = density[peak] - Math.max(down(1), down(-1));
    return prominence >= PROMINENCE * highest;
  });
}
