import { assert, assertEquals } from "@std/assert";
import type { SequencePlaces } from "#lib/datasets/sequence_places.ts";
import { clustersOf } from "#lib/matching/clusters.ts";

/** Places of all pairs of sequences with these numbers of pairs. */
function placesOf(lengths: readonly number[], lag: number): SequencePlaces {
  const group = lengths.flatMap((length, i) => new Array(length).fill(i));
  const frame = lengths.flatMap((length) => [...new Array(length).keys()]);
  return {
    group: Uint32Array.from(group),
    frame: Uint32Array.from(frame),
    lag,
  };
}

const sizesOf = (clusters: Uint32Array) =>
  Object.values(Object.groupBy(clusters, String)).map((some) => some!.length);

Deno.test("if there are many sequences, they are the clusters", () => {
  const places = placesOf([9, 1, 50, 3, 3, 400], 2);
  assertEquals(clustersOf(places), places.group);
});

Deno.test("a single sequence is cut into blocks as long as the square root of its length", () => {
  const clusters = clustersOf(placesOf([400], 1));
  assertEquals(sizesOf(clusters), new Array(20).fill(20));
  assertEquals(clusters, clusters.toSorted());
});

Deno.test("a block has at least two lags of frames, and no short block is left over", () => {
  for (const lag of [1, 3, 15]) {
    for (const length of [40, 101, 250, 777]) {
      const sizes = sizesOf(clustersOf(placesOf([length], lag)));
      const block = Math.max(2 * lag, Math.round(Math.sqrt(length)));
      assertEquals(sizes.reduce((sum, size) => sum + size, 0), length);
      sizes.forEach((size) =>
        assert(size >= Math.min(length, block / 2), `${size} of ${block}`)
      );
    }
  }
});

Deno.test("no block spans two sequences", () => {
  const places = placesOf([30, 60, 20], 1);
  const clusters = clustersOf(places);
  const sequencesOf = new Map<number, Set<number>>();
  clusters.forEach((cluster, pair) => {
    const found = sequencesOf.get(cluster) ?? new Set();
    sequencesOf.set(cluster, found.add(places.group[pair]));
  });
  assert(sequencesOf.size > 10);
  sequencesOf.values().forEach((found) => assertEquals(found.size, 1));
});

Deno.test("blocks depend on frames only, not on the pairs drawn or their order", () => {
  const all = placesOf([300], 1);
  const whole = clustersOf(all);
  // The drawn pairs include the first and the last one.
  const drawn = [299, 0, ...[7, 150, 151, 40, 260, 8]];
  const some = clustersOf({
    group: Uint32Array.from(drawn, (pair) => all.group[pair]),
    frame: Uint32Array.from(drawn, (pair) => all.frame[pair]),
    lag: 1,
  });
  assertEquals([...some], drawn.map((pair) => whole[pair]));
});
