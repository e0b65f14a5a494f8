import { assert, assertEquals } from "@std/assert";
import { meanIntervals } from "#lib/evaluation/bootstrap.ts";
import { randomStream } from "#lib/random/streams.ts";
import type { Condition } from "#lib/study/conditions.ts";
import { measures } from "#lib/study/measures.ts";
import { summarise } from "#lib/study/summary.ts";
import { cellsCsv } from "#lib/study/tables.ts";

/** A list that counts the reads of its elements. */
function counted(
  values: readonly number[],
  count: () => void,
): readonly number[] {
  return new Proxy(values, {
    get(list, key, receiver) {
      if (typeof key === "string" && /^\d+$/.test(key)) count();
      return Reflect.get(list, key, receiver);
    },
  });
}

/** Number of reads of a condition's values for a report, at so many seeds. */
function readsOf(seeds: number): number {
  let reads = 0;
  const random = randomStream(0, "values");
  const values = () =>
    counted(Array.from({ length: seeds }, random), () => reads++);
  const condition: Condition = {
    experiment: "mnist-shear",
    preset: "stable",
    budget: "quick",
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
    values: Object.fromEntries(measures.map(({ name }) => [name, values()])),
    errorByT: [],
    unit: "shear factor",
    missing: 0,
  };
  cellsCsv([summarise(condition)]);
  return reads;
}

Deno.test("ten times as many seeds have their values read at most ten times as often", () => {
  const few = readsOf(20);
  assert(few >= 20 * measures.length, `${few} reads`);
  const many = readsOf(200);
  assert(many <= 10 * few, `${many} reads, ${few} of a tenth of the seeds`);
});

Deno.test("intervals take ten times as many random numbers for ten times as many seeds, and none for more measures", () => {
  const drawsOf = (seeds: number, lists: number): number => {
    let draws = 0;
    const random = randomStream(0, "draws");
    const intervalOf = meanIntervals(() => {
      draws++;
      return random();
    });
    const values = Array.from({ length: seeds }, random);
    for (let list = 0; list < lists; list++) intervalOf(values);
    return draws;
  };
  const few = drawsOf(20, 1);
  assert(few > 0);
  assertEquals(drawsOf(200, 1), 10 * few);
  assertEquals(drawsOf(20, 9), few);
});
