import * as tf from "@tensorflow/tfjs";

/**
 * Restores the values of variables. New tensors are made for them, because Adam changes
 * a variable's tensor in place.
 */
export function restoreVariables(
  variables: readonly tf.Variable[],
  values: readonly Float32Array[],
): void {
  tf.tidy(() =>
    variables.forEach((variable, i) =>
      variable.assign(tf.tensor(values[i], variable.shape))
    )
  );
}
