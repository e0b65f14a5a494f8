import { checkFinite } from "../check.ts";

/** The scores of one run, with its number of latent channels. */
export interface ChannelsRun {
  /** Number of latent patches that the generator moves in parallel. */
  readonly channels: number;
  /** Mean squared error per pixel of the transformed output. */
  readonly transformed: number;
  /** Mean squared error per pixel of an image that is only encoded and decoded. */
  readonly autoencoder: number;
  /** Angle between the estimated and the true generator, degrees. */
  readonly angleDegrees: number;
  /** W1 of the t-network's t, divided by the standard deviation of the true t. */
  readonly networkWasserstein: number;
  /** W1 of the refined t, divided by the standard deviation of the true t. */
  readonly refinedWasserstein: number;
  /** Time per training step, milliseconds. */
  readonly milliseconds: number;
  /** Memory per training step, megabytes; null if it was not measured. */
  readonly megabytes: number | null;
}

/** Data of the figure over the number of latent channels. */
export interface ChannelsData {
  /**
   * Unit of the mean squared errors, by default "squared intensity, 0 to 1", for the
   * caption, and for the axis if it is short.
   */
  readonly unitNote?: string;
  /** The runs: at least two, each number of channels once, in any order. */
  readonly runs: readonly ChannelsRun[];
  /** Mean squared error per pixel of the mean image. */
  readonly meanImage: number;
  /** Mean squared error per pixel of the unmoved x0. */
  readonly identity: number;
  readonly paper: {
    /** The mean squared error that the paper states. */
    readonly value: number;
    /** A sentence about its normalisation, as far as it is known. */
    readonly note: string;
  };
}

/**
 * Checks the data of the figure.
 *
 * @throws {RangeError} if there are fewer than two runs, numbers of channels are not
 * whole or occur twice, or another number is negative or not finite
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
