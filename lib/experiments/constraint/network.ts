import type * as tf from "@tensorflow/tfjs";
import type { FlowAxis } from "../../constraint/flow_axis.ts";
import type { RandomStream } from "../../random/streams.ts";

/** A network that tells classes, before the softmax. */
export interface Network {
  readonly variables: readonly tf.Variable[];
  /**
   * `[batch, side^2]` to `[batch, classes]`; a lifted network also takes images that
   * were moved to its points before, `[batch, points, side^2]`.
   */
  readonly logits: (images: tf.Tensor) => tf.Tensor2D;
  readonly dispose: () => void;
}

/** The inputs, outputs and first weights of a network. */
export interface ClassifierNetworkOptions {
  /** Cells per side of an image. */
  readonly side: number;
  readonly outputs: number;
  /** The flow of a lifted network; no other network has one. */
  readonly axis?: FlowAxis;
  /** Outputs per point of a lifted network; 42 by default. */
  readonly units?: number;
  readonly stream: RandomStream;
}
