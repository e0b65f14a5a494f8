import {
  type DerivativeName,
  usualDerivative,
} from "../lie/derivative_operators.ts";
import type { ModelSpec } from "./symmetry_model.ts";

/** Sizes of a model, apart from those of its images and of its basis. */
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
 * An architecture with the named derivative operator, by default its own. The
 * usual operator is left out, so that each architecture is written in one way and
 * the fingerprints of checkpoints from before there was a choice stay as they are.
 */
export function withDerivative(
  { derivative, ...rest }: Architecture,
  name: DerivativeName = derivative ?? usualDerivative,
): Architecture {
  return name === usualDerivative ? rest : { ...rest, derivative: name };
}

/** The paper's appendix D, for MNIST. */
export const digitMlp: Architecture = {
  hidden: [512, 256, 128, 64],
  tHidden: [256, 128, 64],
  latentSize: 5,
  latentChannels: 1,
};

/**
 * The same for CIFAR-10, whose text gives the activation, the normalisation, the
 * numbers of channels and "wider and deeper" for the rest. Wider pays, at the
 * narrow end above all; two layers more learned more slowly, and got no further
 * within a budget of minutes.
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
