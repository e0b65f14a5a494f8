/** a / b, but 0 where both are 0: a part of nothing, which NaN would hide. */
export function ratio(a: number, b: number): number {
  return a === 0 && b === 0 ? 0 : a / b;
}

/** Whether values differ at all. The variance of equal ones may be rounding. */
export function varies(values: readonly number[]): boolean {
  return values.some((value) => value !== values[0]);
}
