import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { randomStream, shuffled, standardNormal } from "#lib/random/streams.ts";

function take(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

Deno.test("randomStream gives the same numbers on every machine", () => {
  assertEquals(take(3, randomStream(0)), [
    0.6475527761047929,
    0.8721439126224827,
    0.06272364362762217,
  ]);
  assertEquals(take(3, randomStream(7, "batches", 3)), [
    0.841817241073576,
    0.46378922401689404,
    0.8321655803772566,
  ]);
});

Deno.test("randomStream depends on the seed and on every part of the path", () => {
  const names = [[0], [1], [0, "a"], [0, "b"], [0, "a", 1], [0, "a", "1"], [
    0,
    "a1",
  ], [2 ** 32 - 1]] as const;
  const firsts = names.map(([seed, ...path]) => randomStream(seed, ...path)());
  assertEquals(new Set(firsts).size, names.length);
});

Deno.test("randomStream is uniform in [0, 1) with 53 bits", () => {
  const count = 20_000;
  const values = take(count, randomStream(0, "uniform"));
  assert(values.every((value) => value >= 0 && value < 1));
  assert(values.every((value) => Number.isInteger(value * 2 ** 53)));
  const odd = values.filter((value) => (value * 2 ** 53) % 2 === 1).length;
  assertAlmostEquals(odd / count, 0.5, 0.02);
  const bins = new Float64Array(10);
  for (const value of values) bins[Math.floor(10 * value)]++;
  // The bound is 5 standard deviations of a binomial count.
  for (const bin of bins) assertAlmostEquals(bin, count / 10, 5 * 42.5);
});

Deno.test("streams of different paths are uncorrelated", () => {
  const count = 20_000;
  const a = take(count, randomStream(0, "t"));
  const b = take(count, randomStream(0, "batches"));
  const covariance = a.reduce(
    (sum, value, i) => sum + (value - 0.5) * (b[i] - 0.5),
    0,
  ) / count;
  assertAlmostEquals(12 * covariance, 0, 4 / Math.sqrt(count));
});

Deno.test("randomStream refuses wrong seeds and paths", () => {
  for (const seed of [-1, 0.5, 2 ** 32, NaN]) {
    assertThrows(() => randomStream(seed), RangeError, `found ${seed}`);
  }
  assertThrows(() => randomStream(0, NaN), RangeError, "finite");
  assertThrows(
    () => randomStream(0, {} as unknown as string),
    TypeError,
    "found object",
  );
});

Deno.test("shuffled is a permutation, and each equally likely", () => {
  const order = shuffled(1000, randomStream(0, "shuffle"));
  assertNotEquals(order, order.toSorted());
  assertEquals([...order.toSorted()], take(1000, counter()));
  assertEquals(order, shuffled(1000, randomStream(0, "shuffle")));
  assertEquals(shuffled(0, randomStream(0)).length, 0);
  assertThrows(() => shuffled(-1, randomStream(0)), RangeError, "found -1");

  const stream = randomStream(0, "all orders");
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const key = shuffled(3, stream).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  for (const count of counts.values()) assertAlmostEquals(count, 1000, 150);
});

Deno.test("normal has mean 0, standard deviation 1 and normal tails", () => {
  const count = 20_000;
  const values = take(count, standardNormal(randomStream(0, "normal")));
  const mean = values.reduce((sum, value) => sum + value) / count;
  const square = values.reduce((sum, value) => sum + value ** 2, 0) / count;
  const beyondTwo = values.filter((value) => Math.abs(value) > 2).length;
  assertAlmostEquals(mean, 0, 4 / Math.sqrt(count));
  assertAlmostEquals(square, 1, 4 * Math.sqrt(2 / count));
  assertAlmostEquals(beyondTwo / count, 0.0455, 0.006);
});

function counter(): () => number {
  let next = 0;
  return () => next++;
}
