import * as tf from "@tensorflow/tfjs";
import type { Reading } from "./reading.ts";
import { lossTermNames, type LossTerms } from "./step_losses.ts";

/** The values of a loss and its gradients. */
export interface Differentiated {
  /** One value per name in `lossTermNames`; 0 for an absent term. */
  readonly terms: tf.Tensor1D;
  /** One gradient per parameter; undefined if no term depends on the parameter. */
  readonly gradients: readonly (tf.Tensor | undefined)[];
}

/**
 * Differentiates the sum of a loss's terms.
 *
 * @param parameters The variables to differentiate by.
 * @param losses Computes the terms.
 */
export function differentiate(
  parameters: readonly { readonly variable: tf.Variable }[],
  losses: () => Partial<LossTerms<tf.Scalar>>,
): Differentiated {
  let terms: tf.Tensor1D | undefined;
  const { grads } = tf.variableGrads(
    () => {
      const found = losses();
      const all = lossTermNames.map((name) => found[name] ?? tf.scalar(0));
      terms = tf.keep(tf.stack(all) as tf.Tensor1D);
      return tf.addN(Object.values(found));
    },
    parameters.map(({ variable }) => variable),
  );
  return {
    terms: terms!,
    gradients: parameters.map(({ variable }) => grads[variable.name]),
  };
}

/** Reads a loss's terms by their names, and their sum; frees the tensor. */
export function* readLosses(
  terms: tf.Tensor1D,
): Reading<LossTerms<number> & { readonly total: number }> {
  const values = yield terms;
  terms.dispose();
  const named = Object.fromEntries(
    lossTermNames.map((name, i) => [name, values[i]]),
  ) as unknown as LossTerms<number>;
  return { total: values.reduce((sum, value) => sum + value, 0), ...named };
}
