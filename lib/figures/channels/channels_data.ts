import { checkFinite } from "../check.ts";

/** One run, at its number of latent channels. */
export interface ChannelsRun {
  /** Latent patches that the generator moves in parallel. */
  readonly channels: number;
  /** Mean squared error per pixel of the transformed output. */
  readonly transformed: number;
  /** The same of an image that is only encoded and decoded. */
  readonly autoencoder: number;
  /** Between the estimated and the true generator. */
  readonly angleDegrees: number;
  /** W1 of the t-network's t over the standard deviation of the true t. */
  readonly networkWasserstein: number;
  /** The same of the refined t. */
  readonly refinedWasserstein: number;
  /** A training step's. */
  readonly milliseconds: number;
  /** A training step's; null where they were not measured. */
  readonly megabytes: number | null;
}

/** What the figure over the number of latent channels shows. */
export interface ChannelsData {
  /**
   * Unit of the mean squared errors, "squared intensity, 0 to 1" if left out:
   * for the caption, and for the axis if it is short.
   */
  readonly unitNote?: string;
  /** At least two, each number of channels once, in any order. */
  readonly runs: readonly ChannelsRun[];
  /** Mean squared error per pixel of the mean image. */
  readonly meanImage: number;
  /** The same of x0, taken for xt. */
  readonly identity: number;
  readonly paper: {
    /** The mean squared error that the paper states. */
    readonly value: number;
    /** A sentence on what is known of its normalisation. */
    readonly note: string;
  };
}

/**
 * @throws {RangeError} if there are fewer than two runs, numbers of channels
 * are not whole or stand twice, or another number is negative or not finite
 */
export function checkChannels({ runs, ...references }: ChannelsData): void {
  const by = "channelsFigure";
  if (runs.length < 2) {
    throw new RangeError(
      `${by}: runs: expected at least 2, found ${runs.length}`,
    );
  }
  const channels = runs.map((run) => run.channels);
  const whole = channels.every((count) => Number.isInteger(count) && count > 0);
  if (!whole || new Set(channels).size < channels.length) {
    throw new RangeError(
      `${by}: channels: expected different integers above 0, found [${
        channels.join(", ")
      }]`,
    );
  }
  for (const name of columns) {
    const values = runs.flatMap((run) => run[name] ?? []);
    checkFromZero(`${by}: ${name}`, values);
  }
  const { meanImage, identity, paper } = references;
  checkFromZero(`${by}: meanImage`, [meanImage]);
  checkFromZero(`${by}: identity`, [identity]);
  checkFromZero(`${by}: paper.value`, [paper.value]);
}

const columns = [
  "transformed",
  "autoencoder",
  "angleDegrees",
  "networkWasserstein",
  "refinedWasserstein",
  "milliseconds",
  "megabytes",
] as const;

function checkFromZero(name: string, values: readonly number[]): void {
  checkFinite(name, values);
  const negative = values.find((value) => value < 0);
  if (negative !== undefined) {
    throw new RangeError(
      `${name}: expected numbers from 0, found ${negative}`,
    );
  }
}
