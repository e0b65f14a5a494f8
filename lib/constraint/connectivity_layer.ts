import type * as tfjs from "@tensorflow/tfjs";
import type { FlowAxis } from "./flow_axis.ts";
import {
  biasRows,
  channelsOf,
  checkSizes,
  type LayerConfig,
  matrixAndBias,
  onlyShape,
  onlyTensor,
  savedConfig,
} from "./layer_tools.ts";
import { type SharedMotions, sharedMotions } from "./shared_motions.ts";
import type { Tfjs } from "../runtime/tfjs_types.ts";

/** Options of the layer of eq. (1). */
export interface ConnectivityOptions {
  /** The generator, and the points tau_i of the series. */
  readonly axis: FlowAxis;
  /** Cells per side of an image. */
  readonly side: number;
  /** Channels of the output. */
  readonly filters: number;
}

/**
 * Makes the class of the layer of eq. (1),
 * y_o = sum_c sum_i theta_{o,c,i} S(tau_i) x_c + b_o. It maps
 * `[batch, side^2 * channels]` to `[batch, side^2 * filters]`, channels innermost.
 *
 * The layer commutes with S(t): exactly if the axis has a period, and otherwise except
 * for content that leaves the frame.
 */
export function connectivityClass(tf: Tfjs) {
  class ConnectivityLayer extends tf.layers.Layer {
    static className = "ConnectivityLayer";
    readonly #options: ConnectivityOptions & { readonly seed: number };
    #theta?: tfjs.LayerVariable;
    #bias?: tfjs.LayerVariable;
    #motions?: SharedMotions;

    constructor(config: LayerConfig<ConnectivityOptions>) {
      super(config);
      const { axis, side, filters, seed = 0 } = config;
      checkSizes("ConnectivityLayer", { side, filters });
      this.#options = { axis, side, filters, seed };
    }

    override build(shape: tfjs.Shape | tfjs.Shape[]) {
      const { axis, side, filters, seed } = this.#options;
      const channels = channelsOf(this.name, onlyShape(shape).at(-1), side);
      [this.#theta, this.#bias] = matrixAndBias(
        tf,
        (...weight) => this.addWeight(...weight),
        {
          name: "theta",
          rows: channels * axis.points.length,
          columns: filters,
          seed,
        },
      );
      this.built = true;
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const { axis, side, filters } = this.#options;
      this.#motions ??= sharedMotions(tf, axis, side, "forth");
      const { tensor } = this.#motions;
      return tf.tidy(() => {
        const x = onlyTensor(inputs);
        const [batch, row] = x.shape;
        const cells = side ** 2, points = axis.points.length;
        const channels = row / cells;
        // Channels come first, so that each is one image.
        const images = channels === 1
          ? x
          : x.reshape([batch, cells, channels]).transpose([0, 2, 1]);
        const moved = images.reshape<tfjs.Tensor2D>([batch * channels, cells])
          .matMul(tensor, false, true);
        const perCell = moved
          .reshape([batch, channels * points, cells])
          .transpose([0, 2, 1])
          .reshape<tfjs.Tensor2D>([batch * cells, channels * points]);
        return perCell.matMul(this.#theta!.read() as tfjs.Tensor2D)
          .add(biasRows(tf, this.#bias!.read(), batch * cells))
          .reshape([batch, cells * filters]);
      });
    }

    override computeOutputShape(shape: tfjs.Shape | tfjs.Shape[]): tfjs.Shape {
      const { side, filters } = this.#options;
      return [onlyShape(shape)[0], side ** 2 * filters];
    }

    override getConfig() {
      return savedConfig(super.getConfig(), this.#options);
    }

    protected override disposeWeights(): number {
      this.#motions?.release();
      this.#motions = undefined;
      return super.disposeWeights();
    }
  }
  return ConnectivityLayer;
}
