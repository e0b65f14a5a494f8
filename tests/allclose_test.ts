import { AssertionError } from "node:assert/strict";
import { assertThrows } from "@std/assert";
import { allclose } from "./allclose.ts";

Deno.test("allclose passes within the tolerance", () => {
  allclose([], [], {});
  allclose([1, 2, Infinity], [1, 2, Infinity], {});
  allclose(Float32Array.of(1.5, -2), [1.5, -2.01], { absolute: 0.02 });
  allclose([1010, -2e-9], [1000, 0], { relative: 0.01, absolute: 1e-8 });
});

Deno.test("allclose fails on a wrong value, NaN or another length", () => {
  const fails = (actual: number[], expected: number[]) =>
    assertThrows(
      () => allclose(actual, expected, { relative: 1e-3, absolute: 1e-3 }),
      AssertionError,
    );
  fails([1, 2.1, 3], [1, 2, 3]);
  fails([0.002], [0]);
  fails([-1], [1]);
  fails([1, NaN], [1, 2]);
  fails([1, 2], [1, NaN]);
  fails([NaN], [NaN]);
  fails([Infinity], [1]);
  fails([-Infinity], [Infinity]);
  fails([1, 2], [1, 2, 3]);
  fails([1, 2, 3], [1, 2]);
  fails([], [1]);
});

Deno.test("allclose names the place and the numbers", () => {
  assertThrows(
    () => allclose([1, 5], [1, 2], { absolute: 0.5 }, "flow"),
    AssertionError,
    "flow [1]: expected 2 within 0.5, found 5",
  );
});
