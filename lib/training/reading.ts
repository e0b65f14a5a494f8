import type * as tf from "@tensorflow/tfjs";

/** A computation that yields tensors, and receives their values. */
export type Reading<T> = Generator<tf.Tensor, T, Float32Array>;

/** Runs the computation on a backend whose values can be read synchronously. */
export function readingAtOnce<T>(reading: Reading<T>): T {
  let next = reading.next();
  while (!next.done) next = reading.next(next.value.dataSync<"float32">());
  return next.value;
}

/**
 * Runs the computation on a backend whose values can only be read asynchronously, as on
 * a graphics card.
 */
export async function waitingForValues<T>(reading: Reading<T>): Promise<T> {
  let next = reading.next();
  while (!next.done) {
    next = reading.next(await next.value.data<"float32">());
  }
  return next.value;
}
