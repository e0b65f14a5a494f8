import * as tf from "@tensorflow/tfjs";
import type { Basis } from "../lie/basis.ts";
import {
  type DerivativeOperator,
  shannonWhittaker,
} from "../lie/derivative_operators.ts";
import type { ActionPlan } from "../lie/action_plan.ts";
import {
  exponentialAction,
  type WantedGradients,
} from "./exponential_action.ts";
import { generatorStack } from "../lie/generator.ts";
import { createNormBound, type NormBound } from "../lie/norm_bound.ts";
import type { Tensor2D } from "../runtime/tfjs_types.ts";

/** The one-parameter flow exp(-t G_alpha) on n x n patches. */
export interface LatentFlow {
  /** Side of a patch, in cells. */
  readonly size: number;
  /** `terms * n^4` numbers: the basis generators, one after another. */
  readonly generators: Float64Array;
  /** `[terms, n^4]`: the basis generators as rows of a tensor. */
  readonly stack: Tensor2D;
  /** A bound on the spectral norm of the generator. */
  readonly normBound: NormBound;
}

/**
 * Prepares the basis generators of an n x n patch (eq. 11).
 *
 * @param operator The derivative operator of the generators.
 */
export function createLatentFlow(
  basis: Basis,
  size: number,
  operator: DerivativeOperator = shannonWhittaker,
): LatentFlow {
  const generators = generatorStack(basis, size, operator);
  const stack = tf.tensor2d(
    Float32Array.from(generators),
    [basis.terms.length, size ** 4],
  );
  const normBound = createNormBound(basis, size, 0, operator);
  return { size, generators, stack, normBound };
}

/**
 * Moves every channel of every latent code by its row's t.
 *
 * @param alpha `[terms]`.
 * @param t `[rows]`.
 * @param z `[rows, channels * size^2]`, channel by channel.
 * @param gradients By default those of alpha, t and z; "in x" for z only.
 */
export function applyLatentFlow(
  { size, stack }: LatentFlow,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  z: tf.Tensor2D,
  plan: ActionPlan,
  gradients?: WantedGradients,
): tf.Tensor2D {
  const cells = size * size;
  const generator = combineStack(alpha, stack, cells);
  const channels = z.shape[1] / cells;
  const patches = tf.reshape(z, [z.shape[0] * channels, cells]);
  const times = channels === 1 ? t : tf.reshape<tf.Rank.R1>(
    tf.tile(tf.reshape(t, [-1, 1]), [1, channels]),
    [z.shape[0] * channels],
  );
  return tf.reshape(
    exponentialAction(
      generator,
      times,
      patches as tf.Tensor2D,
      plan,
      gradients,
    ),
    z.shape,
  );
}

/** Computes G_alpha = sum of alpha_i G_i: `[cells, cells]`. */
export function combineStack(
  alpha: tf.Tensor1D,
  stack: tf.Tensor2D,
  cells: number,
): tf.Tensor2D {
  const row = tf.matMul(tf.reshape<tf.Rank.R2>(alpha, [1, -1]), stack);
  return tf.reshape(row, [cells, cells]);
}
