import type { LayerNorm } from "./layer_norm.ts";
import type { Variable1D, Variable2D } from "../runtime/tfjs_types.ts";

/** An activation function; the leaky one has the slope 0.2 below 0. */
export type Activation = "linear" | "relu" | "leaky-relu";

/** Slopes below 0 (paper, appendix D). */
export const SLOPE = { relu: 0, "leaky-relu": 0.2 } as const;

/** Weights of one fully connected layer. */
export interface DenseLayer {
  /** `[inputs, outputs]`. */
  readonly weight: Variable2D;
  /** `[outputs]`. */
  readonly bias: Variable1D;
  /** Between the product and the activation, if any. */
  readonly norm?: LayerNorm;
  /** The function after the product. */
  readonly activation: Activation;
}
