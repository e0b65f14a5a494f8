import { checkFinite, checkLength } from "../check.ts";

/** Data of the figure of the model: its sizes, and one pair. */
export interface ArchitectureData {
  /** Pixels per side of an image. */
  readonly imageSide: number;
  /** 1 (if left out) for grey, 3 for RGB. */
  readonly channels?: number;
  /** Neurons per layer of the encoder, input first. */
  readonly encoder: readonly number[];
  /** Neurons per layer of the decoder, input first. */
  readonly decoder: readonly number[];
  /** Neurons per layer of the t-network, input first. */
  readonly tNetwork: readonly number[];
  /** Cells per side of a latent patch. */
  readonly latentSize: number;
  /** Number of latent patches. */
  readonly latentChannels: number;
  /** Number of terms of the basis, that is of coefficients alpha. */
  readonly terms: number;
  /** The unmoved image, values 0 to 1. */
  readonly x0: ArrayLike<number>;
  /** The moved image, values 0 to 1. */
  readonly xt: ArrayLike<number>;
  /** The model's moved image, values 0 to 1. */
  readonly output: ArrayLike<number>;
}

/**
 * Checks the data of the figure.
 *
 * @throws {RangeError} if a network's layers do not fit the images and the latent code,
 * or an image does not have imageSide^2 x channels finite values
 */
export function checkArchitecture(data: ArchitectureData): void {
  const { imageSide, channels = 1, latentSize, latentChannels, terms } = data;
  const image = imageSide ** 2 * channels;
  const code = latentSize ** 2 * latentChannels;
  const { encoder, decoder, tNetwork } = data;
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(
      `architectureFigure: channels: expected 1 or 3, found ${channels}`,
    );
  }
  if (!(Number.isInteger(terms) && terms > 0)) {
    throw new RangeError(
      `architectureFigure: terms: expected an integer above 0, found ${terms}`,
    );
  }
  checkLayers("encoder", encoder, image, code);
  checkLayers("decoder", decoder, code, image);
  // The input of the t-network may be smaller than the two images.
  checkLayers("tNetwork", tNetwork, tNetwork[0], 1);
  for (const name of ["x0", "xt", "output"] as const) {
    checkLength(`architectureFigure: ${name}`, data[name], image);
    checkFinite(`architectureFigure: ${name}`, data[name]);
  }
}

function checkLayers(
  name: string,
  layers: readonly number[],
  first: number,
  last: number,
): void {
  const whole = layers.every((width) => Number.isInteger(width) && width > 0);
  if (
    !whole || layers.length < 2 || layers[0] !== first || layers.at(-1) !== last
  ) {
    throw new RangeError(
      `architectureFigure: ${name}: expected layers from ${first} to ${last} neurons, found [${
        layers.join(", ")
      }]`,
    );
  }
}
