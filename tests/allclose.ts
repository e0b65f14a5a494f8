import nodeAssert from "node:assert/strict";

/**
 * Asserts that every number is within `absolute + relative * |expected|` of the
 * expected one.
 *
 * NaN equals no number, not even NaN, and the lengths must be the same. Both tolerances
 * are 0 by default.
 */
export function allclose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: { readonly relative?: number; readonly absolute?: number },
  message = "",
): void {
  const { relative = 0, absolute = 0 } = tolerance;
  nodeAssert.equal(actual.length, expected.length, `${message} length`);
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i]) && !Number.isNaN(actual[i])) continue;
    const allowed = absolute + relative * Math.abs(expected[i]);
    const error = Math.abs(actual[i] - expected[i]);
    nodeAssert.ok(
      error <= allowed && Number.isFinite(error),
      `${message} [${i}]: expected ${expected[i]} within ${allowed}, found ${
        actual[i]
      }`.trim(),
    );
  }
}
