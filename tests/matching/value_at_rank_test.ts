import { assertEquals } from "@std/assert";
import { valueAtRank } from "#lib/matching/value_at_rank.ts";
import { randomStream } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";

const stream = randomStream(0, "ranks");
const drawn = (count: number, value: (i: number) => number) =>
  Float64Array.from({ length: count }, (_, i) => value(i));

const lists: Readonly<Record<string, Float64Array>> = {
  "drawn ones": drawn(101, () => stream() - 0.5),
  "mostly zeros": drawn(100, () => Math.max(0, stream() - 0.9)),
  "equal ones": drawn(40, () => 3),
  "ascending ones": drawn(33, (i) => i),
  "descending ones": drawn(33, (i) => -i),
  "one alone": drawn(1, () => 7),
};

for (const [what, values] of Object.entries(lists)) {
  Deno.test(`the value at each rank agrees with sorting: ${what}`, () => {
    const sorted = values.toSorted();
    const found = drawn(
      values.length,
      (rank) => runAtOnce(valueAtRank(values.slice(), rank)),
    );
    assertEquals(found, sorted);
  });
}

Deno.test("an empty list has no value at any rank", () => {
  assertEquals(runAtOnce(valueAtRank(new Float64Array(), 0)), undefined);
});
