import { type RandomStream, standardNormal } from "./streams.ts";

/** A distribution of the parameter t: a sampler and its density. */
export interface Distribution {
  /** The name that messages and figures show, for example `uniform(-0.349, 0.349)`. */
  readonly name: string;
  /** Lowest and highest value; every sample lies within. */
  readonly support: readonly [number, number];
  /** Positions of the peaks, ascending; empty for a distribution that has none. */
  readonly modes: readonly number[];
  /** Draws one value. */
  sample(stream: RandomStream): number;
  /** Probability density per unit of t; 0 outside the support, integrates to 1. */
  density(t: number): number;
}

/** A mode of {@linkcode normalModes} is cut off at this many standard deviations. */
const REACH = 4;

/** Mass of a standard normal within +-4, erf(4 / sqrt 2). */
const MASS_WITHIN_REACH = 0.9999366575163338;

/**
 * The uniform distribution.
 *
 * @param low lowest value, in the unit of t
 * @param high highest value, above `low`
 * @throws {RangeError} if the bounds are not finite or not ascending
 */
export function uniform(low: number, high: number): Distribution {
  checkAscending("uniform", low, high);
  return {
    name: `uniform(${short(low)}, ${short(high)})`,
    support: [low, high],
    modes: [],
    sample: (stream) => low + (high - low) * stream(),
    density: (t) => (t >= low && t <= high ? 1 / (high - low) : 0),
  };
}

/**
 * Normal peaks of equal weight and width, each cut off at 4 standard deviations.
 *
 * @param means centres of the peaks, in the unit of t; at least one
 * @param sd standard deviation of each peak, above 0
 * @throws {RangeError} if there is no mean, one is not finite, or `sd` is not above 0
 */
export function normalModes(
  means: readonly number[],
  sd: number,
): Distribution {
  if (means.length === 0 || !means.every(Number.isFinite)) {
    throw new RangeError(
      `normalModes: expected one or more finite means, found [${means}]`,
    );
  }
  if (!Number.isFinite(sd) || sd <= 0) {
    throw new RangeError(
      `normalModes: expected a standard deviation above 0, found ${sd}`,
    );
  }
  const modes = [...means].sort((a, b) => a - b);
  const peak = 1 /
    (modes.length * sd * Math.sqrt(2 * Math.PI) * MASS_WITHIN_REACH);
  return {
    name: `modes(${modes.map(short).join(", ")}; sd ${short(sd)})`,
    support: [modes[0] - REACH * sd, modes[modes.length - 1] + REACH * sd],
    modes,
    sample(stream) {
      const mean = modes[Math.floor(stream() * modes.length)];
      const next = standardNormal(stream);
      for (;;) {
        const z = next();
        if (Math.abs(z) <= REACH) return mean + sd * z;
      }
    },
    density(t) {
      let sum = 0;
      for (const mean of modes) {
        const z = (t - mean) / sd;
        if (Math.abs(z) <= REACH) sum += Math.exp(-z * z / 2);
      }
      return peak * sum;
    },
  };
}

/**
 * The distribution of t = log s for a uniformly distributed scale factor s.
 *
 * @param low lowest factor s, above 0
 * @param high highest factor s, above `low`
 * @throws {RangeError} if the bounds are not finite, not above 0 or not ascending
 */
export function logOfUniform(low: number, high: number): Distribution {
  checkAscending("logOfUniform", low, high);
  if (low <= 0) {
    throw new RangeError(
      `logOfUniform: expected factors above 0, found ${low}`,
    );
  }
  const support = [Math.log(low), Math.log(high)] as const;
  return {
    name: `log uniform(${short(low)}, ${short(high)})`,
    support,
    modes: [],
    sample: (stream) => Math.log(low + (high - low) * stream()),
    density: (t) =>
      t >= support[0] && t <= support[1] ? Math.exp(t) / (high - low) : 0,
  };
}

/**
 * The distribution of `factor * t`, where t follows the given distribution.
 *
 * @param factor above 0
 * @throws {RangeError} if the factor is not finite and above 0
 */
export function scaled(
  { name, support, modes, sample, density }: Distribution,
  factor: number,
): Distribution {
  if (!(factor > 0 && factor < Infinity)) {
    throw new RangeError(
      `scaled: expected a finite factor above 0, found ${factor}`,
    );
  }
  return {
    name: `${name} times ${short(factor)}`,
    support: [factor * support[0], factor * support[1]],
    modes: modes.map((mode) => factor * mode),
    sample: (stream) => factor * sample(stream),
    density: (t) => density(t / factor) / factor,
  };
}

function checkAscending(name: string, low: number, high: number): void {
  if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high) {
    throw new RangeError(
      `${name}: expected finite bounds low < high, found ${low} and ${high}`,
    );
  }
}

/** Three significant digits, without trailing zeros. */
function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
