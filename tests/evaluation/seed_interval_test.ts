import { assert, assertEquals } from "@std/assert";
import { meanIntervals } from "#lib/evaluation/bootstrap.ts";
import {
  barWords,
  type SeedInterval,
  seedIntervals,
} from "#lib/evaluation/seed_interval.ts";
import { randomStream } from "#lib/random/streams.ts";

const intervalOf = (values: readonly number[]) =>
  seedIntervals(randomStream(0, "seeds"))(values);

Deno.test("fewer than two seeds have no interval", () => {
  assertEquals(intervalOf([]), null);
  assertEquals(intervalOf([1]), null);
});

Deno.test("two to nine seeds have their range as interval", () => {
  const values = [3, 0.5, 90, 2, 7, 1, 4, 8, 6];
  for (let count = 2; count <= 9; count++) {
    const some = values.slice(0, count);
    assertEquals(intervalOf(some), {
      kind: "range",
      low: Math.min(...some),
      high: Math.max(...some),
    });
  }
});

Deno.test("ten or more seeds have the bootstrap interval of the mean", () => {
  const values = [3, 0.5, 90, 2, 7, 1, 4, 8, 6, 5];
  const interval = intervalOf(values)!;
  assertEquals(interval, {
    kind: "bootstrap",
    ...meanIntervals(randomStream(0, "seeds"))(values)!,
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / 10;
  assert(interval.low < mean && mean < interval.high);
  assert(interval.low > 0.5 && interval.high < 90);
});

Deno.test("the words for bars name their kinds", () => {
  const bar = (kind: SeedInterval["kind"]) => ({ kind, low: 0, high: 1 });
  assertEquals(barWords([]), undefined);
  assertEquals(barWords([null]), undefined);
  assertEquals(barWords([null, bar("range")]), "range of the seeds");
  assertEquals(barWords([bar("bootstrap")]), "95 % bootstrap interval");
  assertEquals(
    barWords([bar("range"), bar("bootstrap"), null]),
    "95 % bootstrap interval, or range of the seeds if fewer than 10",
  );
});
