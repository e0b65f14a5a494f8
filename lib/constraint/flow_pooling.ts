import type * as tfjs from "@tensorflow/tfjs";
import { type LayerConfig, onlyShape, onlyTensor } from "./layer_tools.ts";
import type { Tfjs } from "../runtime/tfjs_types.ts";

/** Options of pooling over the points of a flow. */
export interface FlowPoolingOptions {
  /** Whether the maximum (the default) or the mean over all points is taken. */
  readonly take?: "max" | "mean";
}

/**
 * Makes the class of a pooling over all points of the flow: `[batch, points, channels]`
 * to `[batch, channels]`. If the points cover a whole period, the result is the same for
 * an image and for the image moved from one point to another.
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
      const [batch, points, channels] = x.shape;
      return tf.tidy(() =>
        maximumOverPoints(tf, x.reshape([batch, points * channels]), points)
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

/**
 * Computes the maximum over the points by halves: `[batch, points * channels]` to
 * `[batch, channels]`. tf.max has a gradient that compares with broadcasting, which
 * takes ten times as long, and that goes to all points with the maximum.
 */
function maximumOverPoints(
  tf: Tfjs,
  x: tfjs.Tensor2D,
  points: number,
): tfjs.Tensor2D {
  if (points === 1) return x;
  const channels = x.shape[1] / points, half = Math.floor(points / 2);
  const sizes = points % 2 === 0 ? [half, half] : [half, half, 1];
  const [first, second, ...last] = tf.split<tfjs.Tensor2D>(
    x,
    sizes.map((size) => size * channels),
    1,
  );
  const most = maximumOverPoints(tf, larger(tf, first, second), half);
  return last.length === 0 ? most : larger(tf, most, last[0]);
}

/**
 * Computes the larger of each two finite numbers, by operations that TensorFlow.js
 * vectorises; tf.maximum and the comparisons of its gradient take three times as long.
 * The gradient of two equal numbers goes to the first.
 */
function larger(
  tf: Tfjs,
  first: tfjs.Tensor2D,
  second: tfjs.Tensor2D,
): tfjs.Tensor2D {
  const op = tf.customGrad((...operands) => {
    const [a, b] = operands as tfjs.Tensor[];
    const save = operands[2] as unknown as tfjs.GradSaveFunc;
    const isSecond = tf.step(tf.sub(b, a));
    save([isSecond]);
    const value = tf.add(tf.sub(a, tf.mul(a, isSecond)), tf.mul(b, isSecond));
    const gradFunc = (dy: tfjs.Tensor, [isSecond]: tfjs.Tensor[]) => {
      const toSecond = tf.mul(dy, isSecond);
      return [tf.sub(dy, toSecond), toSecond];
    };
    return { value, gradFunc };
  });
  return op(first, second) as tfjs.Tensor2D;
}
