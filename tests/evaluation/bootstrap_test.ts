import { assert, assertEquals } from "@std/assert";
import {
  bootstrap,
  FEWEST_FOR_BOOTSTRAP,
  meanIntervals,
} from "#lib/evaluation/bootstrap.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";

Deno.test("fewer than two values have no interval", () => {
  assertEquals(meanIntervals(randomStream(0, "b"))([]), null);
  assertEquals(meanIntervals(randomStream(0, "b"))([1]), null);
});

Deno.test("equal values have an interval of zero width", () => {
  assertEquals(meanIntervals(randomStream(0, "b"))([2, 2, 2]), {
    low: 2,
    high: 2,
  });
});

Deno.test("the interval of normal values is about the textbook's, and moves with them", () => {
  const next = standardNormal(randomStream(0, "values"));
  const values = Array.from({ length: 400 }, () => 3 + 2 * next());
  const { low, high } = meanIntervals(randomStream(0, "b"))(values)!;
  // The textbook's interval reaches 1.96 times sd / sqrt(n) to either side.
  const width = 2 * 1.96 * 2 / Math.sqrt(400);
  assert(Math.abs((high - low) / width - 1) < 0.12, `${low} to ${high}`);
  const moved = meanIntervals(randomStream(0, "b"))(
    values.map((value) => value + 5),
  )!;
  assert(Math.abs(moved.low - low - 5) < 1e-9);
});

Deno.test("about 95 of 100 intervals hold the true mean", () => {
  const stream = randomStream(0, "coverage");
  const next = standardNormal(stream);
  const held = Array.from({ length: 200 }, () => {
    const values = Array.from({ length: 40 }, next);
    const { low, high } = meanIntervals(stream)(values)!;
    return low <= 0 && 0 <= high;
  }).filter((holds) => holds).length;
  assert(held >= 180 && held <= 198, `${held} of 200`);
});

Deno.test("three values have too narrow an interval, ten a nearly right one", () => {
  const stream = randomStream(0, "few");
  const next = standardNormal(stream);
  // The values are positive and skewed, as angles are.
  const trueMean = Math.sqrt(2 / Math.PI);
  const coverage = (count: number) => {
    const samples = 500;
    const held = Array.from({ length: samples }, () => {
      const values = Array.from({ length: count }, () => Math.abs(next()));
      const { low, high } = meanIntervals(stream)(values)!;
      return low <= trueMean && trueMean <= high;
    }).filter((holds) => holds).length;
    return held / samples;
  };
  // The coverages are 0.73 and 0.90 in 1,500 samples; the bounds are four standard
  // errors to either side.
  const [few, enough] = [3, FEWEST_FOR_BOOTSTRAP].map(coverage);
  assert(few > 0.65 && few < 0.81, `${few}`);
  assert(enough > 0.845 && enough < 0.955, `${enough}`);
});

Deno.test("draws without a number do not count", () => {
  // Half of the draws of two items contain one of them twice.
  const slope = (draw: Uint32Array) => draw[0] === draw[1] ? null : -1;
  assertEquals(bootstrap(2, randomStream(0, "b"), slope), {
    low: -1,
    high: -1,
  });
  assertEquals(bootstrap(2, randomStream(0, "b"), () => null), null);
});
