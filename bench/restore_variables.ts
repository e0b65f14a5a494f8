import * as tf from "@tensorflow/tfjs";

/** Puts values back. New tensors are made of them, for Adam changes those in place. */
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
