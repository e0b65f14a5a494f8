import { assert, assertEquals } from "@std/assert";
import { levelsOf } from "#lib/detection/levels.ts";
import { sharesOf } from "#lib/detection/shares.ts";
import { leastPairs } from "#lib/detection/working_pairs.ts";

const levels = (side: number, count: number) =>
  levelsOf({ height: side, width: side, channels: 1 }, count, sharesOf(count));

Deno.test("images of up to 32 pixels have one level, larger ones two", () => {
  const sides = [8, 28, 32, 33, 48, 64, 128, 256].map((side) =>
    levels(side, 60).map(({ frame }) => frame.side)
  );
  assertEquals(sides, [
    [8],
    [28],
    [32],
    [28, 34],
    [28, 48],
    [28, 64],
    [28, 128],
    [28, 256],
  ]);
});

Deno.test("finer frames have at most 1.2 million cells together, and room for 16 pairs", () => {
  for (const [side, count] of [[64, 4000], [128, 600], [256, 60], [256, 8]]) {
    const [coarse, finer] = levels(side, count);
    assertEquals(coarse.pairs.length, count);
    const cells = finer.pairs.length * finer.frame.side ** 2;
    assert(cells <= 1.25e6, `${side}: ${cells}`);
    assert(finer.pairs.length >= Math.min(count, 16));
  }
});

Deno.test("the finer pairs are the first ones of both shares", () => {
  const [coarse, finer] = levels(128, 600);
  for (const share of ["held", "fitted"] as const) {
    const { length } = finer.shares[share];
    assert(length > 10);
    assertEquals(
      Array.from(finer.shares[share], (pair) => finer.pairs[pair]),
      [...coarse.shares[share].subarray(0, length)],
    );
  }
});

Deno.test("large images need at least 8 pairs, small ones 50", () => {
  const least = [8, 28, 40, 56, 70, 256].map((side) =>
    leastPairs({ height: side, width: side })
  );
  assertEquals(least, [50, 50, 25, 13, 8, 8]);
});
