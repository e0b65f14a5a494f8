import type { LayerNorm } from "./layer_norm.ts";
import type { Variable1D, Variable2D } from "../runtime/tfjs_types.ts";

/** An activation function; the leaky ReLU has the slope 0.2 below 0. */
export type Activation = "linear" | "relu" | "leaky-relu";

/** Slopes of the activations below 0 (paper, appendix D). */
export const SLOPE = { relu: 0, "leaky-relu": 0.2 } as const;

/** Weights of one fully connected layer. */
export interface DenseLayer {
  /** `[inputs, outputs]`. */
  readonly weight: Variable2D;
  /** `[outputs]`. */
  readonly bias: Variable1D;
  /** Layer normalisation between the product and the activation, if any. */
  readonly norm?: LayerNorm;
  /** Activation function of the outputs. */
  readonly activation: Activation;
}
