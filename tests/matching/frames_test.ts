import { assert, assertEquals } from "@std/assert";
import type { Pairs } from "#lib/datasets/types.ts";
import { transformations } from "#lib/flow/transformations.ts";
import {
  evenly,
  framesOf,
  levelledFrames,
  someFrames,
} from "#lib/matching/frames.ts";
import { frameOf } from "#lib/matching/frame.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { allclose } from "../allclose.ts";
import { drawnT, movedPairs, waveScene } from "../detection/moved_blobs.ts";

const { flow } = transformations.rotation;
const SIZE = 12, CELLS = SIZE * SIZE;
const pairs = movedPairs(flow, drawnT(20, -1, 1), { size: SIZE });

Deno.test("frames are measured from the background, in units of the largest difference from it", () => {
  const paper = (images: Float32Array) =>
    images.map((value) => 250 - 50 * value);
  const frames = runAtOnce(framesOf({ ...pairs, surroundings: "black" }))!;
  assertEquals([frames.count, frames.side], [20, SIZE]);
  assertEquals(Math.max(...frames.x0, ...frames.xt), 1);
  // framesOf takes black as the value 0; levelledFrames finds the level of the paper.
  const found = runAtOnce(levelledFrames(
    frameOf(pairs),
    [paper(pairs.x0), paper(pairs.xt)],
    pairs,
  ))!;
  assertEquals(found.surroundings, "black");
  allclose(found.x0, frames.x0, { absolute: 2e-3 });
  allclose(found.xt, frames.xt, { absolute: 2e-3 });
});

Deno.test("frames of chosen pairs are those of these pairs, in their order", () => {
  const chosen = [7, 3, 19];
  const [all, some] = [
    runAtOnce(framesOf(pairs))!,
    runAtOnce(framesOf(pairs, chosen))!,
  ];
  const copied = runAtOnce(someFrames(all, chosen));
  assertEquals([some.count, copied.count], [3, 3]);
  // Each has the unit of the largest difference among its own pairs.
  const scale = Math.max(...copied.x0, ...copied.xt);
  for (const stack of ["x0", "xt"] as const) {
    allclose(some[stack].map((value) => value * scale), copied[stack], {
      absolute: 1e-6,
    });
    chosen.forEach((pair, i) =>
      assertEquals(
        copied[stack].slice(i * CELLS, (i + 1) * CELLS),
        all[stack].slice(pair * CELLS, (pair + 1) * CELLS),
      )
    );
  }
});

Deno.test("frames keep the surroundings that the pairs state, black by default", () => {
  const waves = movedPairs(flow, drawnT(20, -1, 1), {
    size: SIZE,
    scene: waveScene,
  });
  const of = (pairs: Pairs) => runAtOnce(framesOf(pairs))!.surroundings;
  assertEquals(of(waves), "black");
  assertEquals(of({ ...waves, surroundings: "unknown" }), "unknown");
});

Deno.test("images of one value have no frames", () => {
  const x0 = new Float32Array(pairs.x0.length);
  assertEquals(runAtOnce(framesOf({ ...pairs, x0, xt: x0 })), undefined);
  assert(runAtOnce(framesOf(pairs, [0])) !== undefined);
});

Deno.test("the given pairs are not changed", () => {
  const before = pairs.x0.slice();
  runAtOnce(framesOf(pairs));
  assertEquals(pairs.x0, before);
});

Deno.test("evenly spaced numbers begin at 0, and are at most as many as requested", () => {
  assertEquals(evenly(5, 10), [0, 1, 2, 3, 4]);
  assertEquals(evenly(10, 5), [0, 2, 4, 6, 8]);
  assertEquals(evenly(11, 5), [0, 3, 6, 9]);
  assertEquals(evenly(0, 5), []);
  for (const [count, most] of [[1000, 300], [301, 300], [7, 2]]) {
    const chosen = evenly(count, most);
    assert(chosen.length <= most && chosen.length > most / 2 - 1);
    assert(chosen.every((value) => value < count));
  }
});
