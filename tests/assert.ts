/**
 * The assertions of `@std/assert` that the tests use, by the same names and
 * with the same signatures, over node:assert, so that the tests need no
 * registry but npm. The import map decides which of the two is meant.
 */
import nodeAssert from "node:assert/strict";

/** An error class with a constructor of any arguments. */
type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

/** Asserts that the expression is truthy. */
export function assert(expression: unknown, message = ""): asserts expression {
  nodeAssert.ok(expression, message || "expected a truthy value");
}

/** Asserts equal structure, types and values. */
export function assertEquals<T>(
  actual: T,
  expected: T,
  message?: string,
): void {
  nodeAssert.deepStrictEqual(actual, expected, message);
}

/** Asserts a difference in structure, types or values. */
export function assertNotEquals<T>(
  actual: T,
  expected: T,
  message?: string,
): void {
  nodeAssert.notDeepStrictEqual(actual, expected, message);
}

/** Asserts the same value or the same object. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  message?: string,
): asserts actual is T {
  nodeAssert.strictEqual(actual, expected, message);
}

/** Asserts equality within a tolerance, by default 1e-7 of the expected value. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance: number = Number.isFinite(expected)
    ? Math.abs(expected) * 1e-7
    : 1e-7,
  message?: string,
): void {
  if (Object.is(actual, expected)) return;
  const close = Math.abs(actual - expected) <= tolerance;
  nodeAssert.ok(
    close,
    message ?? `expected ${expected} within ${tolerance}, found ${actual}`,
  );
}

/** Asserts neither null nor undefined. */
export function assertExists<T>(
  actual: T,
  message?: string,
): asserts actual is NonNullable<T> {
  nodeAssert.ok(
    actual !== null && actual !== undefined,
    message ?? `expected a value, found ${actual}`,
  );
}

/** Asserts that the text contains the part. */
export function assertStringIncludes(
  actual: string,
  expected: string,
  message?: string,
): void {
  nodeAssert.ok(
    actual.includes(expected),
    message ?? `expected "${expected}" in "${actual}"`,
  );
}

/** Asserts that the text matches the pattern. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  message?: string,
): void {
  nodeAssert.match(actual, expected, message);
}

/**
 * Asserts that a function throws, with the error's class and words if they are given.
 */
export function assertThrows<E extends Error = Error>(
  run: () => unknown,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  messageIncludes = "",
  message?: string,
): E {
  let thrown: unknown = undefined, hasThrown = false;
  try {
    run();
  } catch (error) {
    thrown = error;
    hasThrown = true;
  }
  nodeAssert.ok(hasThrown, message ?? "expected the function to throw");
  return checkedError(thrown, errorClass, messageIncludes, message);
}

/**
 * Asserts that a promise rejects, with the error's class and words if they are given.
 */
export async function assertRejects<E extends Error = Error>(
  run: () => PromiseLike<unknown>,
  errorClass: ErrorClass<E> = Error as unknown as ErrorClass<E>,
  messageIncludes = "",
  message?: string,
): Promise<E> {
  const promise = run(); // an error thrown at once is no rejection
  let thrown: unknown = undefined, hasThrown = false;
  try {
    await promise;
  } catch (error) {
    thrown = error;
    hasThrown = true;
  }
  nodeAssert.ok(hasThrown, message ?? "expected the promise to reject");
  return checkedError(thrown, errorClass, messageIncludes, message);
}

function checkedError<E extends Error>(
  thrown: unknown,
  errorClass: ErrorClass<E>,
  messageIncludes: string,
  message?: string,
): E {
  if (!(thrown instanceof errorClass)) {
    nodeAssert.fail(
      message ??
        `expected an error of class ${errorClass.name}, found ${thrown}`,
    );
  }
  nodeAssert.ok(
    thrown.message.includes(messageIncludes),
    message ??
      `expected "${messageIncludes}" in the error's message "${thrown.message}"`,
  );
  return thrown;
}
