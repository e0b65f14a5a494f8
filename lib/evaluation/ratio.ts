/** Computes a / b, but 0 instead of NaN if both are 0. */
export function ratio(a: number, b: number): number {
  return a === 0 && b === 0 ? 0 : a / b;
}

/**
 * Whether values differ. Their variance does not tell, because rounding makes it
 * positive for equal values.
 */
export function varies(values: readonly number[]): boolean {
  return values.some((value) => value !== values[0]);
}
