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
  /** Number of values of one image: height * width * channels. */
  readonly imageSize: number;
  /** Number of inputs of the t-network: both images of a pair, side by side. */
  readonly pairSize: number;
  /** Widths of the encoder's hidden layers; the decoder mirrors them. */
  readonly hidden: readonly number[];
  /** Widths of the t-network's hidden layers. */
  readonly tHidden: readonly number[];
  /** Style of all networks; by default ReLU without normalisation. */
  readonly style?: LayerStyle;
  /**
   * The grey value that is subtracted from images before the encoder and added after
   * the decoder; by default 0, black. Without it, a normalised layer responds to little
   * but the brightness of a photograph.
   */
  readonly middle?: number;
  /**
   * Whether the t-network is evaluated on both orders of a pair, so that an exchange of
   * the images changes the sign of t exactly. It then has three outputs, t and the
   * cosine and sine of 2 pi t over a period, so that it can also give a t on a circle.
   * By default it has one output, t, and sees one order.
   */
  readonly bothOrders?: boolean;
  /** Cells per side of a latent patch. */
  readonly latentSize: number;
  /** Number of latent patches. */
  readonly latentChannels: number;
  /** Derivative operator of the latent generators; by default the paper's. */
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
   * Period of the flow, in the unit generator's time; 0 if t is on a line. It exists
   * only if the t-network is evaluated on both orders (`bothOrders`).
   */
  readonly period?: ScalarVariable;
  /** Coefficients of the generator, of unit Euclidean norm. */
  readonly alpha: Variable1D;
}

/** Makes a model. Each part draws its values from a separate random stream. */
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

/** One trained array. */
export interface Parameter {
  /** Name of the array, for example `encoder/0/weight`. */
  readonly name: string;
  /** The part of the model that the array belongs to. */
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
