import * as tf from "@tensorflow/tfjs";
import { type Basis, unit } from "../lie/basis.ts";
import {
  type DerivativeName,
  derivativeOperators,
  usualDerivative,
} from "../lie/derivative_operators.ts";
import { randomStream, standardNormal } from "../random/streams.ts";
import { createLatentFlow, type LatentFlow } from "./latent_flow.ts";
import { createMlp, type LayerStyle, type Mlp } from "./mlp.ts";
import type {
  ScalarVariable,
  Variable,
  Variable1D,
} from "../runtime/tfjs_types.ts";

/** Sizes of the model (paper, section 3.2 and appendix D). */
export interface ModelSpec {
  /** Values of one image: height * width * channels. */
  readonly imageSize: number;
  /** Values of what the t-network sees: both images of a pair, side by side. */
  readonly pairSize: number;
  /** Hidden layers of the encoder; the decoder mirrors them. */
  readonly hidden: readonly number[];
  /** Hidden layers of the t-network. */
  readonly tHidden: readonly number[];
  /** Of all networks; by default ReLU, not normalised. */
  readonly style?: LayerStyle;
  /**
   * The grey that the autoencoder counts pixels from; by default 0, black. A
   * normalised layer sees little else of photographs than their brightness, if
   * it is not taken off before.
   */
  readonly middle?: number;
  /**
   * Whether the t-network is asked in both orders of a pair, so that exchanging the
   * images changes the sign of t exactly, and can answer on a circle: it then has
   * three outputs, t and the cosine and sine of 2 pi t over a period. By default
   * only t, in one order.
   */
  readonly bothOrders?: boolean;
  /** Side of a latent patch. */
  readonly latentSize: number;
  /** Number of latent patches. */
  readonly latentChannels: number;
  /** How the latent generator differentiates; by default the paper's operator. */
  readonly derivative?: DerivativeName;
  /** The terms of the generator. */
  readonly basis: Basis;
}

/** The networks, the latent flow and the generator's coefficients. */
export interface SymmetryModel {
  /** The sizes that the model was made with. */
  readonly spec: ModelSpec;
  /** f: image to latent code. */
  readonly encoder: Mlp;
  /** g: latent code to image. */
  readonly decoder: Mlp;
  /** T: pair of images to t. */
  readonly tNetwork: Mlp;
  /** The basis generators on a latent patch. */
  readonly flow: LatentFlow;
  /**
   * Period of the flow, in the unit generator's time; 0 where t is on a line. There
   * where the t-network is asked in both orders.
   */
  readonly period?: ScalarVariable;
  /** Coefficients of the generator, unit Euclidean norm. */
  readonly alpha: Variable1D;
}

/** Makes a model; every part draws from a random stream of its own. */
export function createModel(spec: ModelSpec, seed: number): SymmetryModel {
  const code = spec.latentSize ** 2 * spec.latentChannels;
  const encoderSizes = [spec.imageSize, ...spec.hidden, code];
  const stream = (part: string) => randomStream(seed, "init", part);
  const { style, bothOrders = false, derivative = usualDerivative } = spec;
  const start = Array.from(spec.basis.terms, standardNormal(stream("alpha")));
  return {
    spec,
    encoder: createMlp(encoderSizes, stream("encoder"), { style }),
    decoder: createMlp(
      encoderSizes.toReversed(),
      stream("decoder"),
      { style },
    ),
    tNetwork: createMlp(
      [spec.pairSize, ...spec.tHidden, bothOrders ? 3 : 1],
      stream("t-network"),
      { style, outputScale: 0.1 },
    ),
    flow: createLatentFlow(
      spec.basis,
      spec.latentSize,
      derivativeOperators[derivative],
    ),
    ...bothOrders && {
      period: tf.tidy(() => tf.variable(tf.scalar(0))),
    },
    alpha: tf.tidy(() =>
      tf.variable(tf.tensor1d(Float32Array.from(unit(start))))
    ),
  };
}

/** The parts of a model that are trained, each with its own learning rate. */
export type ParameterGroup = "autoencoder" | "tNetwork" | "alpha";

/** One trained array of numbers. */
export interface Parameter {
  /** For example `encoder/0/weight`. */
  readonly name: string;
  /** The part of the model that it belongs to. */
  readonly group: ParameterGroup;
  /** The array itself. */
  readonly variable: Variable;
}

/** All trained arrays, in a fixed order. */
export function parametersOf(model: SymmetryModel): Parameter[] {
  return [
    ...parametersOfMlp(model.encoder, "encoder", "autoencoder"),
    ...parametersOfMlp(model.decoder, "decoder", "autoencoder"),
    ...parametersOfMlp(model.tNetwork, "t_network", "tNetwork"),
    { name: "alpha", group: "alpha", variable: model.alpha },
  ];
}

/** The trained arrays of a network, layer by layer. */
export function parametersOfMlp(
  mlp: Mlp,
  part: string,
  group: ParameterGroup,
): Parameter[] {
  return mlp.flatMap(({ weight, bias, norm }, i): Parameter[] =>
    Object.entries({ weight, bias, ...norm }).map(([name, variable]) => ({
      name: `${part}/${i}/${name}`,
      group,
      variable,
    }))
  );
}

/** Frees every tensor of the model. */
export function disposeModel(model: SymmetryModel): void {
  tf.dispose(parametersOf(model).map(({ variable }) => variable));
  model.flow.stack.dispose();
  model.period?.dispose();
}
