/**
 * Sorts values in place, and returns the one at index floor(share n); 0 if there are
 * none. For a share of 0.5 it is the median, of an even number of values the upper one.
 */
export const upperQuantile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.floor(share * values.length)] ?? 0;

/**
 * Returns the value at index floor(share (n - 1)), which is the largest one for a share
 * of 1.
 *
 * @param sorted n values, ascending, at least one
 */
export const lowerQuantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))];
