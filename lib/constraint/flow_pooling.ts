import type * as tfjs from "@tensorflow/tfjs";
import { type LayerConfig, onlyShape, onlyTensor } from "./layer_tools.ts";
import type { Tfjs } from "../runtime/tfjs_types.ts";

/** Options of pooling over the points of a flow. */
export interface FlowPoolingOptions {
  /** What is taken over all points; the maximum by default. */
  readonly take?: "max" | "mean";
}

/**
 * The class of pooling over all points of the flow: `[batch, points, channels]` to
 * `[batch, channels]`. Over a whole period the result is the same for an image and for
 * the image moved from one point to another.
 */
export function flowPoolingClass(tf: Tfjs) {
  class FlowPooling extends tf.layers.Layer {
    static className = "FlowPooling";
    readonly #take: "max" | "mean";

    constructor(config: LayerConfig<FlowPoolingOptions> = {}) {
      super(config);
      this.#take = config.take ?? "max";
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const x = onlyTensor(inputs);
      if (this.#take === "mean") return x.mean(1);
      // The gradient of tf.max compares with broadcasting, which takes ten times as long.
      return tf.tidy(() =>
        tf.unstack(x, 1).reduce((most, next) => tf.maximum(most, next))
      );
    }

    override computeOutputShape(shape: tfjs.Shape | tfjs.Shape[]): tfjs.Shape {
      const [batch, , channels] = onlyShape(shape);
      return [batch, channels];
    }

    override getConfig() {
      return { ...super.getConfig(), take: this.#take };
    }
  }
  return FlowPooling;
}
