import type { Pairs } from "../datasets/types.ts";
import { randomStream, shuffled } from "../random/streams.ts";

/** Returns the indices of the pairs in the batch of a step. */
export type BatchOrder = (step: number) => Uint32Array;

/**
 * Makes the order of the pairs in batches. Every epoch is a new permutation, drawn from
 * the seed and the epoch's number only, so the batch of a step does not depend on
 * earlier calls. Pairs that do not fill a batch are left out of the epoch.
 *
 * @throws RangeError if there are fewer pairs than a batch holds.
 */
export function batchOrder(
  count: number,
  batchSize: number,
  seed: number,
): BatchOrder {
  const perEpoch = Math.floor(count / batchSize);
  if (perEpoch < 1) {
    throw new RangeError(
      `batchOrder: expected at least ${batchSize} pairs for a batch, found ${count}`,
    );
  }
  let epoch = -1;
  let order: Uint32Array = new Uint32Array();
  return (step) => {
    const wanted = Math.floor(step / perEpoch);
    if (wanted !== epoch) {
      epoch = wanted;
      order = shuffled(count, randomStream(seed, "batches", epoch));
    }
    const start = (step % perEpoch) * batchSize;
    return order.slice(start, start + batchSize);
  };
}

/**
 * Computes the relative change of each pair, ||x0 - xt||^2 / ||x0||^2: a measure of |t|
 * that needs no labels. It is infinite if x0 is 0 everywhere.
 */
export function relativeChange(pairs: Pairs): Float32Array {
  const size = pairs.height * pairs.width * pairs.channels;
  const change = new Float32Array(pairs.count);
  for (let pair = 0; pair < pairs.count; pair++) {
    let [difference, energy] = [0, 0];
    for (let i = pair * size; i < (pair + 1) * size; i++) {
      difference += (pairs.x0[i] - pairs.xt[i]) ** 2;
      energy += pairs.x0[i] ** 2;
    }
    change[pair] = energy > 0 ? difference / energy : Infinity;
  }
  return change;
}
