import type { Pausable } from "../runtime/pausable.ts";

/**
 * Finds the value at an index of the sorted values by Hoare's selection (1961), without
 * sorting all of them. It yields after every pass over the remaining values.
 *
 * @param values Finite numbers; their order is changed.
 * @param rank Index from 0.
 * @returns Undefined if the index is out of range.
 */
export function* valueAtRank(
  values: Float64Array,
  rank: number,
): Pausable<number> {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const value = values[i];
      values[i++] = values[j];
      values[j--] = value;
    }
    yield;
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank];
}
