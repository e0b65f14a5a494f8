import type * as tfjs from "@tensorflow/tfjs";
import {
  biasRows,
  checkSizes,
  type LayerConfig,
  matrixAndBias,
  onlyShape,
  onlyTensor,
  savedConfig,
  sizeOf,
} from "./layer_tools.ts";
import type { Tfjs } from "../runtime/tfjs_types.ts";

/** Options of a convolution over the points of a flow. */
export interface FlowConvolutionOptions {
  /** Number of points per axis. */
  readonly grid: readonly number[];
  /**
   * For every axis, whether the last point is next to the first. If not, zeros lie
   * beyond both ends.
   */
  readonly closed: readonly boolean[];
  /** Channels of the output. */
  readonly filters: number;
  /** Number of points along each axis that an output depends on, odd; 3 by default. */
  readonly width?: number;
}

/**
 * Makes the class of a convolution along the flow, with the same weights at every point.
 * It maps `[batch, points, channels]` to `[batch, points, filters]`. On a closed axis it
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
      checkSizes("FlowConvolution", { filters });
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
      [this.#kernel, this.#bias] = matrixAndBias(
        tf,
        (...weight) => this.addWeight(...weight),
        {
          name: "kernel",
          rows: width ** grid.length * channels,
          columns: filters,
          seed,
        },
      );
      this.built = true;
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const { grid, closed, width, filters } = this.#options;
      return tf.tidy(() => {
        const x = onlyTensor(inputs);
        const [batch, points, channels] = x.shape;
        let seen = [x];
        grid.forEach((count, axis) => {
          const before = batch * sizeOf(grid.slice(0, axis));
          const line = { before, count, closed: closed[axis] };
          seen = distancesOf(width).flatMap((by) =>
            seen.map((at) => pointsFurtherOn(tf, at, line, by))
          );
        });
        const kernels = tf.split(this.#kernel!.read(), seen.length);
        return seen.reduce(
          (sum, at, i) =>
            sum.add(at.reshape([batch * points, channels]).matMul(kernels[i])),
          biasRows(tf, this.#bias!.read(), batch * points) as tfjs.Tensor,
        )
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

/** Lines of points along one axis. */
interface Line {
  /** Number of lines. */
  readonly before: number;
  /** Number of points per line. */
  readonly count: number;
  readonly closed: boolean;
}

/** Lists the distances of the points that an output depends on: -1, 0, 1 for a width of 3. */
const distancesOf = (width: number): number[] =>
  Array.from({ length: width }, (_, i) => i - (width - 1) / 2);

/**
 * Replaces every point by the one that lies `by` points further along an axis. A matrix
 * with one line of points per row is copied in fewer and longer pieces than a tensor
 * with an axis of points.
 *
 * @param x `before * count * rest` values, in any shape.
 * @param by Number of points; negative for points before.
 * @returns `[before, count * rest]`.
 */
function pointsFurtherOn(
  tf: Tfjs,
  x: tfjs.Tensor,
  { before, count, closed }: Line,
  by: number,
): tfjs.Tensor2D {
  const lines = x.reshape<tfjs.Tensor2D>([before, -1]);
  if (by === 0) return lines;
  const row = lines.shape[1], moved = Math.abs(by) * row / count;
  if (closed) {
    const parts = by > 0 ? [moved, row - moved] : [row - moved, moved];
    const [first, last] = tf.split<tfjs.Tensor2D>(lines, parts, 1);
    return tf.concat([last, first], 1);
  }
  const inside = lines.slice([0, by > 0 ? moved : 0], [-1, row - moved]);
  return tf.pad(inside, [[0, 0], by > 0 ? [0, moved] : [moved, 0]]);
}
