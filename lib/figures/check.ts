/**
 * Checks the length of a list.
 *
 * @throws {RangeError} if the list does not have the expected length; the message names
 * the function and the list
 */
export function checkLength(
  name: string,
  values: ArrayLike<unknown>,
  expected: number,
): void {
  if (values.length !== expected) {
    throw new RangeError(
      `${name}: expected ${expected} values, found ${values.length}`,
    );
  }
}

/** @throws {RangeError} if there is no value */
export function checkNotEmpty(name: string, values: ArrayLike<unknown>): void {
  if (values.length === 0) {
    throw new RangeError(`${name}: expected at least one value, found none`);
  }
}

/** @throws {RangeError} if a value is not a finite number */
export function checkFinite(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(
        `${name}: expected finite numbers, found ${values[i]} at index ${i}`,
      );
    }
  }
}
