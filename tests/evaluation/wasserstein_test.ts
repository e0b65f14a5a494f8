import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { wassersteinDistance } from "#lib/evaluation/wasserstein.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import oracles from "../fixtures/oracles.json" with { type: "json" };

function sample(count: number, name: string): number[] {
  const next = standardNormal(randomStream(0, name));
  return Array.from({ length: count }, () => next());
}

const [a, b, c] = [sample(40, "a"), sample(70, "b"), sample(25, "c")];

for (const { a, b, wasserstein } of oracles.wasserstein) {
  Deno.test(`the distance of ${a.length} and ${b.length} samples is SciPy's`, () => {
    assertAlmostEquals(wassersteinDistance(a, b), wasserstein, 1e-12);
  });
}

Deno.test("the distance is symmetric, and 0 from a sample to itself", () => {
  assertAlmostEquals(
    wassersteinDistance(a, b),
    wassersteinDistance(b, a),
    1e-14,
  );
  assertEquals(wassersteinDistance(a, a), 0);
  assertEquals(wassersteinDistance(a, a.toReversed()), 0);
  assert(wassersteinDistance(a, b) > 0);
});

Deno.test("the distance to a shifted sample is the shift", () => {
  for (const shift of [-2.5, 0.01, 100]) {
    const shifted = a.map((v) => v + shift);
    assertAlmostEquals(wassersteinDistance(a, shifted), Math.abs(shift), 1e-11);
  }
});

Deno.test("the distance scales, and does not change if a sample is repeated", () => {
  const distance = wassersteinDistance(a, b);
  const times = (sample: number[], factor: number) =>
    sample.map((v) => factor * v);
  assertAlmostEquals(
    wassersteinDistance(times(a, -3), times(b, -3)),
    3 * distance,
    1e-12,
  );
  assertAlmostEquals(
    wassersteinDistance([...a, ...a, ...a], b),
    distance,
    1e-12,
  );
});

Deno.test("the distance satisfies the triangle inequality", () => {
  const way = wassersteinDistance(a, c) + wassersteinDistance(c, b);
  assert(wassersteinDistance(a, b) <= way);
});

Deno.test("tied values count as often as they occur", () => {
  assertAlmostEquals(
    wassersteinDistance([0, 0, 0, 1], [0, 1, 1, 1]),
    0.5,
    1e-15,
  );
  assertAlmostEquals(wassersteinDistance([2], [0, 1, 5]), 2, 1e-15);
});

Deno.test("samples may be any kind of array, and are not changed", () => {
  const floats = Float32Array.of(3, 1, 2);
  assertAlmostEquals(wassersteinDistance(floats, [1, 2, 4]), 1 / 3, 1e-15);
  assertEquals(floats, Float32Array.of(3, 1, 2));
});

Deno.test("empty and non-finite samples are turned away", () => {
  for (const wrong of [[], [1, NaN], [Infinity], [-Infinity, 0]]) {
    assertThrows(() => wassersteinDistance(wrong, a), RangeError, "finite");
    assertThrows(() => wassersteinDistance(a, wrong), RangeError, "finite");
  }
});
