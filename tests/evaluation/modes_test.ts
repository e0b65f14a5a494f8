import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { modesOf } from "#lib/evaluation/modes.ts";
import {
  type Distribution,
  normalModes,
  uniform,
} from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";

const drawn = (distribution: Distribution, count = 10_000, seed = 0) => {
  const stream = randomStream(seed, "modes");
  return Array.from({ length: count }, () => distribution.sample(stream));
};

for (
  const { means, sd } of [
    { means: [0.3], sd: 0.1 },
    { means: [-0.2, 0.2], sd: 0.04 },
    { means: [-60, -20, 20, 60], sd: 4 },
  ]
) {
  Deno.test(`modesOf finds the positions of the modes ${means} of width ${sd}`, () => {
    for (let seed = 0; seed < 5; seed++) {
      const distribution = normalModes(means, sd);
      const found = modesOf(drawn(distribution, 10_000, seed));
      assertEquals(found.length, means.length);
      found.forEach(({ position, density }, i) => {
        assertAlmostEquals(position, means[i], sd / 2);
        const right = distribution.density(means[i]);
        assert(density > right / 3 && density < 1.2 * right, `${density}`);
      });
    }
  });
}

for (const count of [1000, 10_000]) {
  Deno.test(`${count} values: no mode in a uniform sample, one in a normal sample`, () => {
    for (let seed = 0; seed < 10; seed++) {
      const flat = modesOf(drawn(uniform(-1, 1), count, seed));
      assertEquals(flat, [], `uniform, seed ${seed}`);
      const round = modesOf(drawn(normalModes([0.3], 0.1), count, seed));
      assertEquals(round.length, 1, `normal, seed ${seed}`);
    }
  });
}

Deno.test("a false peak at the origin is seen", () => {
  const values = drawn(normalModes([-0.2, 0.2], 0.04));
  values.fill(0, 0, 2500);
  assertEquals(modesOf(values).length, 3);
});

Deno.test("distant outliers hide no mode", () => {
  const values = [...drawn(normalModes([-0.2, 0.2], 0.04)), 1000, -5000];
  assertEquals(modesOf(values).length, 2);
});

Deno.test("equal values have no density", () => {
  assertEquals(modesOf([0.5, 0.5, 0.5]), []);
});

Deno.test("values that differ by rounding have no density", () => {
  const values = Array(10_000).fill(1);
  values[7] = 1 + Number.EPSILON;
  assertEquals(modesOf(values), []);
});
