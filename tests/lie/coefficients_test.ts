import { assertEquals, assertThrows } from "@std/assert";
import { dot, largestMagnitude } from "#lib/lie/coefficients.ts";

Deno.test("dot is the inner product of equally long lists", () => {
  assertEquals(dot([1, 2, 3], Float64Array.of(4, -5, 6)), 12);
  assertThrows(() => dot([1, 2], [1]), RangeError, "found 2 and 1");
});

Deno.test("the largest magnitude is that of any sign, and 0 of nothing", () => {
  assertEquals(largestMagnitude(Float32Array.of(0.5, -2, 1)), 2);
  assertEquals(largestMagnitude([]), 0);
});
