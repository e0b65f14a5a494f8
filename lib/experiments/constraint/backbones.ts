import { createMlp } from "../../model/mlp.ts";
import type { Backbone } from "./classifier_kinds.ts";
import { createCnn } from "./cnn_network.ts";
import { createLifted } from "./lifted_network.ts";
import { mlpNetwork } from "./mlp_network.ts";
import type { ClassifierNetworkOptions, Network } from "./network.ts";

/** Makes a network of about 39,000 parameters for MNIST. */
export const backbones: Readonly<
  Record<Backbone, (options: ClassifierNetworkOptions) => Network>
> = { mlp: createPlainMlp, cnn: createCnn, lifted: createLifted };

const MLP_HIDDEN = [47, 47];

function createPlainMlp(
  { side, outputs, stream }: ClassifierNetworkOptions,
): Network {
  return mlpNetwork(createMlp([side ** 2, ...MLP_HIDDEN, outputs], stream));
}
