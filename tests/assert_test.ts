import nodeAssert from "node:assert/strict";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertExists,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";

const passing: readonly (() => unknown)[] = [
  () => assert(1),
  () => assertEquals([1, { a: 2 }], [1, { a: 2 }]),
  () => assertNotEquals([1], [2]),
  () => assertStrictEquals("a", "a"),
  () => assertAlmostEquals(1 + 1e-8, 1),
  () => assertAlmostEquals(1.4, 1, 0.5),
  () => assertExists(0),
  () => assertStringIncludes("abc", "b"),
  () => assertMatch("abc", /b/),
  () => assertThrows(() => nodeAssert.fail("why"), Error, "why"),
];

const failing: readonly (() => unknown)[] = [
  () => assert(0),
  () => assertEquals([1], [2]),
  () => assertNotEquals([1], [1]),
  () => assertStrictEquals<unknown>([], []),
  () => assertAlmostEquals(1 + 1e-6, 1),
  () => assertAlmostEquals(NaN, 1, 10),
  () => assertExists(null),
  () => assertStringIncludes("abc", "d"),
  () => assertMatch("abc", /d/),
  () => assertThrows(() => 1),
  () => assertThrows(() => nodeAssert.fail("why"), TypeError),
  () => assertThrows(() => nodeAssert.fail("why"), Error, "other"),
];

Deno.test("every assertion passes where it should and fails where it should", () => {
  for (const run of passing) run();
  for (const run of failing) {
    nodeAssert.throws(run, nodeAssert.AssertionError, String(run));
  }
});

Deno.test("assertThrows and assertRejects give the error back", async () => {
  const error = new RangeError("too far");
  const thrown = assertThrows(
    () => {
      throw error;
    },
    RangeError,
    "far",
  );
  assertStrictEquals(thrown, error);
  const rejected = await assertRejects(
    () => Promise.reject(error),
    RangeError,
    "far",
  );
  assertStrictEquals(rejected, error);
  await nodeAssert.rejects(assertRejects(() => Promise.resolve(1)));
  await nodeAssert.rejects(
    assertRejects(() => Promise.reject(error), TypeError),
  );
});
