import type * as tfjs from "@tensorflow/tfjs";
import type { FlowAxis } from "./flow_axis.ts";
import {
  biasRows,
  channelsOf,
  checkSizes,
  gridOf,
  type LayerConfig,
  matrixAndBias,
  onlyShape,
  onlyTensor,
  savedConfig,
  sizeOf,
} from "./layer_tools.ts";
import { type SharedMotions, sharedMotions } from "./shared_motions.ts";
import type { Tfjs } from "../runtime/tfjs_types.ts";

/** Options of a dense layer along a flow. */
export interface LiftedDenseOptions {
  /** One to three generators, each with its points tau. */
  readonly axes: readonly FlowAxis[];
  /** Cells per side of an image. */
  readonly side: number;
  /** Number of outputs per point. */
  readonly units: number;
}

/**
 * Largest number of generators. TensorFlow.js transposes tensors of at most 6 axes, of
 * which the weights take three.
 */
const MOST_AXES = 3;

/**
 * Makes the class of a dense layer along the flow, z_i = W S(tau_i)^-1 x + b, with one W
 * for all points. It maps `[batch, side^2 * channels]` to `[batch, points, units]`.
 *
 * The layer also takes images that `moveToPoints` has moved,
 * `[batch, points, side^2 * channels]`, and is then a plain dense layer.
 *
 * Several generators have a grid of points, the last axis innermost, and
 * S = S_1(tau_1) S_2(tau_2) ... If the generators commute, this is the exponential of
 * their sum.
 */
export function liftedDenseClass(tf: Tfjs) {
  class LiftedDense extends tf.layers.Layer {
    static className = "LiftedDense";
    readonly #options: LiftedDenseOptions & { readonly seed: number };
    #kernel?: tfjs.LayerVariable;
    #bias?: tfjs.LayerVariable;
    #motions?: readonly SharedMotions[];

    constructor(config: LayerConfig<LiftedDenseOptions>) {
      super(config);
      const { axes, side, units, seed = 0 } = config;
      checkSizes("LiftedDense", { side, units });
      if (!(axes.length >= 1 && axes.length <= MOST_AXES)) {
        throw new RangeError(
          `LiftedDense: expected 1 to ${MOST_AXES} axes, found ${axes.length}`,
        );
      }
      this.#options = { axes, side, units, seed };
    }

    override build(shape: tfjs.Shape | tfjs.Shape[]) {
      const { side, units, seed } = this.#options;
      const row = onlyShape(shape).at(-1);
      const channels = channelsOf(this.name, row, side);
      [this.#kernel, this.#bias] = matrixAndBias(
        tf,
        (...weight) => this.addWeight(...weight),
        {
          name: "kernel",
          rows: side ** 2 * channels,
          columns: units,
          seed,
        },
      );
      this.built = true;
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const x = onlyTensor(inputs);
      const { axes, units } = this.#options;
      return tf.tidy(() => {
        const [batch, row] = [x.shape[0], x.shape[x.rank - 1]];
        const points = sizeOf(gridOf(axes));
        const z = x.rank === 3
          ? x.reshape<tfjs.Tensor2D>([batch * points, row])
            .matMul(this.#kernel!.read() as tfjs.Tensor2D)
          : (x as tfjs.Tensor2D).matMul(this.#movedKernel(), false, true);
        return z.reshape([batch * points, units])
          .add(biasRows(tf, this.#bias!.read(), batch * points))
          .reshape([batch, points, units]);
      });
    }

    /**
     * Computes W S(tau)^-1 for all points: `[points * units, side^2 * channels]`.
     */
    #movedKernel(): tfjs.Tensor2D {
      const { axes, side, units } = this.#options;
      this.#motions ??= axes.map((axis) =>
        sharedMotions(tf, axis, side, "back beside")
      );
      const kernel = this.#kernel!.read();
      const cells = side ** 2, channels = kernel.shape[0]! / cells;
      const maps = channels * units;
      let moved: tfjs.Tensor = kernel.reshape([cells, maps]).transpose();
      // The product W S_K^-1 ... S_1^-1 from the left, so the last axis comes first.
      for (const { tensor } of this.#motions.toReversed()) {
        moved = moved.reshape<tfjs.Tensor2D>([-1, cells]).matMul(tensor);
      }
      const grid = gridOf(axes);
      const pointAxes = grid.map((_, k) => 1 + grid.length - k);
      return moved
        .reshape([channels, units, ...grid.toReversed(), cells])
        .transpose([...pointAxes, 1, 2 + grid.length, 0])
        .reshape([sizeOf(grid) * units, cells * channels]);
    }

    override computeOutputShape(shape: tfjs.Shape | tfjs.Shape[]): tfjs.Shape {
      const { axes, units } = this.#options;
      return [onlyShape(shape)[0], sizeOf(gridOf(axes)), units];
    }

    override getConfig() {
      return savedConfig(super.getConfig(), this.#options);
    }

    protected override disposeWeights(): number {
      this.#motions?.forEach(({ release }) => release());
      this.#motions = undefined;
      return super.disposeWeights();
    }
  }
  return LiftedDense;
}
