import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { uniform } from "#lib/random/distributions.ts";
import { independent, oneAtATime } from "#lib/random/joint_distributions.ts";
import { randomStream } from "#lib/random/streams.ts";

const parts = [uniform(1, 2), uniform(-4, -3), uniform(5, 9)];
const DRAWS = 3000;

Deno.test("independent parameters are each from their own distribution, and uncorrelated", () => {
  const stream = randomStream(0, "independent");
  const joint = independent(parts);
  const draws = Array.from({ length: DRAWS }, () => joint.sample(stream));
  for (const draw of draws) {
    parts.forEach(({ support: [low, high] }, k) =>
      assert(draw[k] >= low && draw[k] <= high)
    );
  }
  const mean = (of: (draw: Float64Array) => number) =>
    draws.reduce((sum, draw) => sum + of(draw), 0) / DRAWS;
  const product = mean((draw) => (draw[0] - 1.5) * (draw[1] + 3.5));
  assertAlmostEquals(product, 0, 0.01);
});

Deno.test("one at a time: one parameter is not 0, each equally often", () => {
  const stream = randomStream(0, "one at a time");
  const joint = oneAtATime(parts);
  const counts = [0, 0, 0];
  for (let i = 0; i < DRAWS; i++) {
    const draw = joint.sample(stream);
    const moved = [0, 1, 2].filter((k) => draw[k] !== 0);
    assertEquals(moved.length, 1);
    const [low, high] = parts[moved[0]].support;
    assert(draw[moved[0]] >= low && draw[moved[0]] <= high);
    counts[moved[0]]++;
  }
  for (const count of counts) assertAlmostEquals(count / DRAWS, 1 / 3, 0.04);
});

Deno.test("a joint distribution of one parameter draws the same numbers as that parameter's", () => {
  const [one, other] = [randomStream(0, "a"), randomStream(0, "a")];
  const joint = independent([parts[0]]);
  for (let i = 0; i < 5; i++) {
    assertEquals(joint.sample(one)[0], parts[0].sample(other));
  }
});
