import type * as tfjs from "@tensorflow/tfjs";
import {
  type LayerConfig,
  onlyShape,
  onlyTensor,
  savedConfig,
  sizeOf,
} from "./layer_tools.ts";
import type { Tfjs } from "../runtime/tfjs_types.ts";

/** Options of a convolution over the points of a flow. */
export interface FlowConvolutionOptions {
  /** Points per axis. */
  readonly grid: readonly number[];
  /** Per axis, whether the last point's next is the first; else zeros lie beyond. */
  readonly closed: readonly boolean[];
  /** Channels of the output. */
  readonly filters: number;
  /** Points that one output sees along each axis, odd; 3 by default. */
  readonly width?: number;
}

/**
 * The class of a convolution along the flow, with the same weights at every point:
 * `[batch, points, channels]` to `[batch, points, filters]`. On a closed axis it
 * commutes with shifts of the points.
 */
export function flowConvolutionClass(tf: Tfjs) {
  class FlowConvolution extends tf.layers.Layer {
    static className = "FlowConvolution";
    readonly #options:
      & Required<FlowConvolutionOptions>
      & { readonly seed: number };
    #kernel?: tfjs.LayerVariable;
    #bias?: tfjs.LayerVariable;

    constructor(config: LayerConfig<FlowConvolutionOptions>) {
      super(config);
      const { grid, closed, filters, width = 3, seed = 0 } = config;
      if (!(Number.isInteger(width) && width % 2 === 1 && width > 0)) {
        throw new RangeError(
          `FlowConvolution: expected an odd width, found ${width}`,
        );
      }
      grid.forEach((points, axis) => {
        if (width <= 2 * points - 1) return;
        throw new RangeError(
          `FlowConvolution: expected a width of at most ${
            2 * points - 1
          } for the ${points} points of axis ${axis}, found ${width}`,
        );
      });
      this.#options = { grid, closed, filters, width, seed };
    }

    override build(shape: tfjs.Shape | tfjs.Shape[]) {
      const { grid, width, filters, seed } = this.#options;
      const channels = onlyShape(shape).at(-1)!;
      this.#kernel = this.addWeight(
        "kernel",
        [width ** grid.length * channels, filters],
        "float32",
        tf.initializers.glorotUniform({ seed }),
      );
      this.#bias = this.addWeight(
        "bias",
        [filters],
        "float32",
        tf.initializers.zeros(),
      );
      this.built = true;
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const { grid, closed, width, filters } = this.#options;
      return tf.tidy(() => {
        const x = onlyTensor(inputs);
        const batch = x.shape[0], points = sizeOf(grid);
        let seen = x;
        grid.forEach((count, axis) => {
          const before = sizeOf(grid.slice(0, axis));
          const after = sizeOf(grid.slice(axis + 1));
          const lines = seen.reshape<tfjs.Tensor4D>(
            [batch * before, count, after, seen.shape.at(-1)!],
          );
          seen = neighbours(tf, lines, width, closed[axis]);
        });
        return seen
          .reshape<tfjs.Tensor2D>([batch * points, seen.shape.at(-1)!])
          .matMul(this.#kernel!.read() as tfjs.Tensor2D)
          .add(this.#bias!.read())
          .reshape([batch, points, filters]);
      });
    }

    override computeOutputShape(shape: tfjs.Shape | tfjs.Shape[]): tfjs.Shape {
      const { grid, filters } = this.#options;
      return [onlyShape(shape)[0], sizeOf(grid), filters];
    }

    override getConfig() {
      return savedConfig(super.getConfig(), this.#options);
    }
  }
  return FlowConvolution;
}

/** Every point of axis 1 with its neighbours, as further channels. */
function neighbours(
  tf: Tfjs,
  x: tfjs.Tensor4D,
  width: number,
  closed: boolean,
): tfjs.Tensor4D {
  const reach = (width - 1) / 2;
  if (reach === 0) return x;
  const [batch, count, after, channels] = x.shape;
  const ends = (start: number) =>
    closed
      ? x.slice([0, start, 0, 0], [-1, reach, -1, -1])
      : tf.zeros<tfjs.Rank.R4>([batch, reach, after, channels]);
  const longer = tf.concat([ends(count - reach), x, ends(0)], 1);
  return tf.concat(
    Array.from(
      { length: width },
      (_, i) => longer.slice([0, i, 0, 0], [-1, count, -1, -1]),
    ),
    3,
  );
}
