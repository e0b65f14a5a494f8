import * as tf from "@tensorflow/tfjs";
import { directAdam } from "../runtime/direct.ts";
import { tensorMemory } from "../runtime/tensor_memory.ts";
import type { Variable } from "../runtime/tfjs_types.ts";

/** First and second moments of one parameter's gradient. */
export interface Moments {
  /** Running mean of the gradient. */
  readonly first: Variable;
  /** Running mean of the squared gradient. */
  readonly second: Variable;
}

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** The moments before the first update. */
export function zeroMoments(shape: number[]): Moments {
  const zeros = () => tf.tidy(() => tf.variable(tf.zeros(shape), false));
  return { first: zeros(), second: zeros() };
}

/**
 * Does one update of Adam (Kingma and Ba 2015, algorithm 1): in place and in one pass
 * over memory if the backend gives access to it, else as operations of tfjs.
 *
 * @param parameter Is changed.
 * @param gradient Gradient of the loss, of the parameter's shape.
 * @param moments Are changed.
 * @param step Number of this update, from 1.
 */
export function adamUpdate(
  parameter: tf.Variable,
  gradient: tf.Tensor,
  { first, second }: Moments,
  learningRate: number,
  step: number,
): void {
  const direct = directAdam();
  if (direct === undefined) {
    byOperations(parameter, gradient, { first, second }, learningRate, step);
    return;
  }
  direct({
    parameters: tensorMemory(parameter),
    gradients: tensorMemory(gradient),
    momentum: tensorMemory(first),
    variance: tensorMemory(second),
    step,
    learningRate,
    beta1: BETA1,
    beta2: BETA2,
    epsilon: EPSILON,
  });
}

function byOperations(
  parameter: tf.Variable,
  gradient: tf.Tensor,
  { first, second }: Moments,
  learningRate: number,
  step: number,
): void {
  tf.tidy(() => {
    const mix = (beta: number, old: tf.Tensor, fresh: tf.Tensor) =>
      tf.add(tf.mul(old, beta), tf.mul(fresh, 1 - beta));
    first.assign(mix(BETA1, first, gradient));
    second.assign(mix(BETA2, second, tf.square(gradient)));
    const rate = learningRate / (1 - BETA1 ** step);
    const spread = tf.sqrt(tf.div(second, 1 - BETA2 ** step));
    const change = tf.div(tf.mul(first, rate), tf.add(spread, EPSILON));
    parameter.assign(tf.sub(parameter, change));
  });
}
