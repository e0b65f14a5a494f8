import type * as tf from "@tensorflow/tfjs";
import type { FlowAxis } from "../../constraint/flow_axis.ts";
import type { RandomStream } from "../../random/streams.ts";

/** A classifier network, before the softmax. */
export interface Network {
  readonly variables: readonly tf.Variable[];
  /**
   * Maps images `[batch, side^2]` to logits `[batch, classes]`. A lifted network also
   * takes images that were already moved to its points, `[batch, points, side^2]`.
   */
  readonly logits: (images: tf.Tensor) => tf.Tensor2D;
  readonly dispose: () => void;
}

/** Sizes and random numbers of a network. */
export interface ClassifierNetworkOptions {
  /** Cells per side of an image. */
  readonly side: number;
  readonly outputs: number;
  /** The flow of a lifted network; no other network has one. */
  readonly axis?: FlowAxis;
  /** Number of outputs per point of a lifted network; 42 by default. */
  readonly units?: number;
  readonly stream: RandomStream;
}
