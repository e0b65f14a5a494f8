import type * as tf from "@tensorflow/tfjs";

/** A computation that now and then asks for the values of a tensor. */
export type Reading<T> = Generator<tf.Tensor, T, Float32Array>;

/** Runs it where values can be read at once. */
export function readingAtOnce<T>(reading: Reading<T>): T {
  let next = reading.next();
  while (!next.done) next = reading.next(next.value.dataSync<"float32">());
  return next.value;
}

/** Runs it where values can only be waited for, as on a graphics card. */
export async function waitingForValues<T>(reading: Reading<T>): Promise<T> {
  let next = reading.next();
  while (!next.done) {
    next = reading.next(await next.value.data<"float32">());
  }
  return next.value;
}
