import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  type Distribution,
  logOfUniform,
  normalModes,
  scaled,
  uniform,
} from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";

const distributions: readonly Distribution[] = [
  uniform(-0.349, 0.349),
  uniform(1, 3),
  normalModes([0.3], 0.1),
  normalModes([0.2, -0.2], 0.04),
  normalModes([-0.1, 0, 0.1], 0.05),
  logOfUniform(0.7, 1.4),
  scaled(normalModes([-0.2, 0.2], 0.04), 2.5),
  scaled(logOfUniform(0.7, 1.4), 0.5),
];

const CELLS = 20_000;

/** Midpoints of equal cells over the support, and the mass of each cell. */
function cells({ support: [low, high], density }: Distribution) {
  const width = (high - low) / CELLS;
  return Array.from({ length: CELLS }, (_, i) => {
    const t = low + (i + 0.5) * width;
    return { t, mass: density(t) * width };
  });
}

for (const distribution of distributions) {
  const { name, support: [low, high] } = distribution;

  Deno.test(`${name}: the density integrates to 1 over the support and is 0 outside`, () => {
    const total = cells(distribution).reduce((sum, { mass }) => sum + mass, 0);
    assertAlmostEquals(total, 1, 1e-6);
    assertEquals(distribution.density(low - 1e-9), 0);
    assertEquals(distribution.density(high + 1e-9), 0);
  });

  Deno.test(`${name}: samples follow the density`, () => {
    const count = 20_000;
    const stream = randomStream(0, "distribution", name);
    const samples = Float64Array.from(
      { length: count },
      () => distribution.sample(stream),
    ).sort();
    assert(samples[0] >= low && samples[count - 1] <= high);
    const all = cells(distribution);
    const mean = all.reduce((sum, { t, mass }) => sum + t * mass, 0);
    const sampleMean = samples.reduce((sum, t) => sum + t, 0) / count;
    assertAlmostEquals(sampleMean, mean, 4 * (high - low) / Math.sqrt(count));
    // Kolmogorov's distance has the 99.9 % quantile 1.95 / sqrt(count).
    let below = 0, cumulative = 0, distance = 0;
    for (const { t, mass } of all) {
      while (below < count && samples[below] <= t) below++;
      distance = Math.max(
        distance,
        Math.abs(below / count - (cumulative + mass / 2)),
      );
      cumulative += mass;
    }
    assert(distance < 1.95 / Math.sqrt(count), `distance ${distance}`);
  });

  Deno.test(`${name}: the same stream gives the same samples`, () => {
    const draw = () => {
      const stream = randomStream(3, "t");
      return Array.from({ length: 5 }, () => distribution.sample(stream));
    };
    assertEquals(draw(), draw());
  });
}

Deno.test("names state kind and numbers", () => {
  assertEquals(
    uniform(-Math.PI / 9, Math.PI / 9).name,
    "uniform(-0.349, 0.349)",
  );
  assertEquals(
    normalModes([0.2, -0.2], 0.04).name,
    "modes(-0.2, 0.2; sd 0.04)",
  );
  assertEquals(logOfUniform(0.7, 1.4).name, "log uniform(0.7, 1.4)");
});

Deno.test("support and modes are the given ones", () => {
  assertEquals(uniform(-1, 2).support, [-1, 2]);
  assertEquals(uniform(-1, 2).modes, []);
  const two = normalModes([0.5, -0.5], 0.1);
  assertEquals(two.modes, [-0.5, 0.5]);
  assertEquals(two.support, [-0.9, 0.9]);
  assertEquals(logOfUniform(0.5, 2).support, [-Math.LN2, Math.LN2]);
});

Deno.test("wrong bounds, means and widths are refused", () => {
  assertThrows(() => uniform(1, 1), RangeError, "uniform: expected");
  assertThrows(() => uniform(0, Infinity), RangeError, "Infinity");
  assertThrows(() => logOfUniform(0, 1), RangeError, "above 0");
  assertThrows(() => logOfUniform(2, 1), RangeError, "found 2 and 1");
  assertThrows(() => normalModes([], 1), RangeError, "one or more");
  assertThrows(() => normalModes([NaN], 1), RangeError, "finite means");
  assertThrows(() => normalModes([0], 0), RangeError, "found 0");
});
