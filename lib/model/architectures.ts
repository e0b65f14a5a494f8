import {
  type DerivativeName,
  usualDerivative,
} from "../lie/derivative_operators.ts";
import type { ModelSpec } from "./symmetry_model.ts";

/** Sizes of a model that do not depend on its images or its basis. */
export type Architecture = Pick<
  ModelSpec,
  | "hidden"
  | "tHidden"
  | "style"
  | "middle"
  | "latentSize"
  | "latentChannels"
  | "derivative"
>;

/**
 * Returns an architecture with the named derivative operator, by default its own. The
 * usual operator is omitted from the result, so that every architecture has one
 * representation, and checkpoints from before the operators could be chosen keep their
 * fingerprints.
 */
export function withDerivative(
  { derivative, ...rest }: Architecture,
  name: DerivativeName = derivative ?? usualDerivative,
): Architecture {
  return name === usualDerivative ? rest : { ...rest, derivative: name };
}

/** The MLP of the paper's appendix D for MNIST. */
export const digitMlp: Architecture = {
  hidden: [512, 256, 128, 64],
  tHidden: [256, 128, 64],
  latentSize: 5,
  latentChannels: 1,
};

/**
 * The MLP for CIFAR-10. The paper states its activation, its normalisation and the
 * numbers of channels, and for the rest only "wider and deeper". Wider layers lower the
 * error, above all at the narrow end of the autoencoder. With two more layers it
 * learned more slowly, and got no further within a budget of minutes.
 */
export function photoMlp(latentChannels: number): Architecture {
  return {
    hidden: [512, 512, 256],
    tHidden: [512, 256, 256, 128],
    style: { activation: "leaky-relu", layerNorm: true },
    middle: 0.5,
    latentSize: 5,
    latentChannels,
  };
}
