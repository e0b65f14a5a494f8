import { assertEquals, assertThrows } from "@std/assert";
import { type Pausable, waitFor } from "#lib/runtime/pausable.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";

Deno.test("at once, a computation gives its result, and its error is thrown", () => {
  function* halves(value: number): Pausable<number> {
    while (value % 2 === 0) {
      yield;
      value /= 2;
    }
    if (value < 0) throw new RangeError("expected a positive number");
    return value;
  }
  assertEquals(runAtOnce(halves(48)), 3);
  assertThrows(() => runAtOnce(halves(-2)), RangeError, "positive");
});

Deno.test("at once, waiting for a promise is an error, and `finally` is run", () => {
  let ended = false;
  function* waiting(): Pausable<number> {
    try {
      return yield* waitFor(Promise.resolve(1));
    } finally {
      ended = true;
    }
  }
  assertThrows(() => runAtOnce(waiting()), Error, "waits for a promise");
  assertEquals(ended, true);
});
