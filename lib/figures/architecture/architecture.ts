import {
  type ArchitectureData,
  checkArchitecture,
} from "./architecture_data.ts";
import {
  latentBranch,
  parameterBranch,
  pixelBranch,
} from "./architecture_branches.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";

export type { ArchitectureData } from "./architecture_data.ts";

const WIDTH = 980, HEIGHT = 418;

/**
 * Draws figure 1 of the paper: the model that maps x0 to xt. The encoder's latent code
 * is moved by exp(-t G), with t from the t-network and G from the coefficients alpha,
 * and decoded. The same t and alpha move the pixels (alpha-matching). Layers and widths
 * are those of the model.
 *
 * @throws {RangeError} if a network's layers do not fit the images and the latent code,
 * or an image does not have imageSide^2 x channels finite values
 */
export function architectureFigure(data: ArchitectureData): Figure {
  checkArchitecture(data);
  const document = createDocument();
  const branches = [latentBranch, parameterBranch, pixelBranch];
  return finishFigure(document, {
    name: "architecture",
    caption:
      "The model: the encoder's latent code of x0 is moved by exp(−t G) and decoded. The t-network reads t from both images; the coefficients alpha make the generator G. The same t and alpha move the pixels of x0 (alpha-matching). Numbers are neurons per layer. The loss also holds the plain reconstruction of both images and the 1-norm of alpha.",
    numbers: numbers(data),
    width: WIDTH,
    height: HEIGHT,
    parts: branches.map((draw) => ({
      element: draw(document, data),
      x: 0,
      y: 0,
    })),
  });
}

function numbers(data: ArchitectureData): string {
  const { encoder, decoder, tNetwork, latentSize, latentChannels } = data;
  const layers = { Encoder: encoder, Decoder: decoder, "t-network": tNetwork };
  const widths = Object.entries(layers).map(([name, neurons]) =>
    `${name}: ${neurons.join(", ")} neurons.`
  );
  return `${
    widths.join(" ")
  } The latent code has ${latentChannels} of ${latentSize} × ${latentSize} cells, the basis ${data.terms} terms.`;
}
