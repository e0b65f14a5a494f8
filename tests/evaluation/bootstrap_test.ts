import { assert, assertEquals } from "@std/assert";
import { bootstrap, bootstrapMean } from "#lib/evaluation/bootstrap.ts";
import { normal, randomStream } from "#lib/random/streams.ts";

Deno.test("of fewer than two values there is no interval", () => {
  assertEquals(bootstrapMean([], randomStream(0, "b")), null);
  assertEquals(bootstrapMean([1], randomStream(0, "b")), null);
});

Deno.test("values that are all the same have an interval of no width", () => {
  assertEquals(bootstrapMean([2, 2, 2], randomStream(0, "b")), {
    low: 2,
    high: 2,
  });
});

Deno.test("of normal values it is about the textbook's, and moves with them", () => {
  const next = normal(randomStream(0, "values"));
  const values = Array.from({ length: 400 }, () => 3 + 2 * next());
  const { low, high } = bootstrapMean(values, randomStream(0, "b"))!;
  // 1.96 times sd / sqrt(n) to either side.
  const width = 2 * 1.96 * 2 / Math.sqrt(400);
  assert(Math.abs((high - low) / width - 1) < 0.12, `${low} to ${high}`);
  const moved = bootstrapMean(
    values.map((value) => value + 5),
    randomStream(0, "b"),
  )!;
  assert(Math.abs(moved.low - low - 5) < 1e-9);
});

Deno.test("about 95 of 100 intervals hold the true mean", () => {
  const stream = randomStream(0, "coverage");
  const next = normal(stream);
  const held = Array.from({ length: 200 }, () => {
    const values = Array.from({ length: 40 }, next);
    const { low, high } = bootstrapMean(values, stream)!;
    return low <= 0 && 0 <= high;
  }).filter((holds) => holds).length;
  assert(held >= 180 && held <= 198, `${held} of 200`);
});

Deno.test("draws of which there is no number do not count", () => {
  // Of two things half of the draws are one of them twice.
  const slope = (draw: Uint32Array) => draw[0] === draw[1] ? null : -1;
  assertEquals(bootstrap(2, randomStream(0, "b"), slope), {
    low: -1,
    high: -1,
  });
  assertEquals(bootstrap(2, randomStream(0, "b"), () => null), null);
});
