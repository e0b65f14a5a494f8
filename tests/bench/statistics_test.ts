import { assert, assertEquals } from "@std/assert";
import { growthExponent, ratio, spreadOf } from "../../bench/statistics.ts";
import { allclose } from "../allclose.ts";

Deno.test("spreadOf gives median and quartiles, whatever the order", () => {
  assertEquals(spreadOf([5, 1, 4, 2, 3]), {
    median: 3,
    lowerQuartile: 2,
    upperQuartile: 4,
    count: 5,
  });
  assertEquals(spreadOf([1, 2])?.median, 1.5);
  assertEquals(spreadOf([7]), {
    median: 7,
    lowerQuartile: 7,
    upperQuartile: 7,
    count: 1,
  });
});

Deno.test("spreadOf nothing is null", () => {
  assertEquals(spreadOf([]), null);
});

Deno.test("ratio is null if a part is missing", () => {
  assertEquals(ratio(3, 2), 1.5);
  assertEquals(ratio(null, 2), null);
  assertEquals(ratio(3, undefined), null);
});

Deno.test("growthExponent finds the power of a power law", () => {
  for (const power of [0.5, 1, 2.33]) {
    const points = [64, 512, 4096].map((size) => ({
      size,
      ms: 0.7 * size ** power,
    }));
    allclose([growthExponent(points)!], [power], { absolute: 1e-12 });
  }
});

Deno.test("growthExponent fits between points that scatter", () => {
  const points = [1, 2, 4].map((size, i) => ({
    size,
    ms: size ** 2 * [1.1, 1 / 1.21, 1.1][i],
  }));
  allclose([growthExponent(points)!], [2], { absolute: 1e-12 });
});

Deno.test("growthExponent leaves out points without a time", () => {
  const points = [
    { size: 1, ms: 1 },
    { size: 10, ms: null },
    { size: 100, ms: 100 },
  ];
  assert(Math.abs(growthExponent(points)! - 1) < 1e-12);
  assertEquals(growthExponent(points.slice(0, 2)), null);
  assertEquals(growthExponent([{ size: 3, ms: 1 }, { size: 3, ms: 2 }]), null);
  assertEquals(growthExponent([]), null);
});
