import { assert, assertEquals, assertThrows } from "@std/assert";
import type { SequencePlaces } from "#lib/datasets/sequence_places.ts";
import { sharesOf } from "#lib/detection/shares.ts";
import { UserError } from "#lib/runtime/errors.ts";

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

/** Names of the frames of some pairs. */
const framesOf = ({ group, frame, lag }: SequencePlaces, pairs: Uint32Array) =>
  new Set(
    Array.from(pairs).flatMap((pair) => [
      `${group[pair]}: ${frame[pair]}`,
      `${group[pair]}: ${frame[pair] + lag}`,
    ]),
  );

const CASES: Readonly<Record<string, readonly [readonly number[], number]>> = {
  "one sequence": [[400], 1],
  "one sequence of a long lag": [[400], 7],
  "a short sequence": [[60], 1],
  "three sequences": [[60, 100, 31], 2],
  "eight sequences": [new Array(8).fill(12), 1],
  "many sequences": [[...new Array(40).keys()].map((i) => 3 + i % 9), 2],
  "many, of which one is nearly all": [[900, 4, 4, 4, 4, 4, 4, 4, 4], 1],
  "very many frames": [[9000], 3],
};

for (const [what, [lengths, lag]] of Object.entries(CASES)) {
  Deno.test(`${what}: no frame is on both sides, and a quarter is held out`, () => {
    const places = placesOf(lengths, lag);
    const count = places.group.length;
    const { held, fitted } = sharesOf(count, places);
    const seen = framesOf(places, fitted);
    assertEquals([...framesOf(places, held)].filter((f) => seen.has(f)), []);
    assertEquals(
      new Set([...held, ...fitted]).size,
      held.length + fitted.length,
    );
    assert(held.length <= 1000 && fitted.length <= 3000);
    const share = held.length / Math.min(count, 4000);
    assert(share > 0.15 && share < 0.35, `${share}`);
    // At both ends of each block at most `lag` pairs are lost.
    if (count < 4000) assert(held.length + fitted.length > 0.8 * count);
    assertEquals(sharesOf(count, places), { held, fitted });
  });
}

Deno.test("if there are many sequences, each is on one side", () => {
  const places = placesOf(new Array(20).fill(6), 1);
  const { held, fitted } = sharesOf(120, places);
  const sides = [held, fitted].map((side) =>
    new Set(Array.from(side, (pair) => places.group[pair]))
  );
  assertEquals(sides.map(({ size }) => size), [5, 15]);
  assertEquals([held.length, fitted.length], [30, 90]);
});

Deno.test("a lag that leaves too few pairs without a common frame is refused", () => {
  const { message } = assertThrows(
    () => sharesOf(60, placesOf([60], 30)),
    UserError,
  );
  assertEquals(
    message,
    "the pairs: expected at least 25 pairs to fit to, and 5 held-out pairs, that share no frame, found 15 and 15 at --lag 30; take a smaller lag (in code, the option lag), or more sequences",
  );
});

Deno.test("without sequences, a quarter of the pairs is held out", () => {
  const { held, fitted } = sharesOf(50);
  assertEquals([held.length, fitted.length], [13, 37]);
});
