import { assert, assertEquals } from "@std/assert";
import { readPairs } from "#lib/detection/read_pairs.ts";
import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import { detectIn } from "#lib/detection/detect.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import type { RandomStream } from "#lib/random/streams.ts";
import { against } from "./judged.ts";
import { drawnT, movedPairs, type Scene, waveScene } from "./moved_blobs.ts";

const SIZE = 72, COUNT = 10;
/** A tenth of a pixel at the frame's edge, in half-frames. */
const REACH = 0.1 / (SIZE / 2);

/** The waves of a scene, four times as short, with wavelengths down to 11 pixels. */
const finely = (stream: RandomStream): Scene => {
  const scene = waveScene(stream);
  return (x, y) => scene(4 * x, 4 * y);
};

const turned = movedPairs(
  transformations.rotation.flow,
  drawnT(COUNT, -REACH, REACH),
  { size: SIZE, noise: 1e-3, scene: finely, seed: 3 },
);
const working = await readPairs(memoryStacks(turned), COUNT, 0);
const rotation = (x: number, y: number) => [-y, x] as const;
const options = { basis: affine, networks: false };
const found = await detectIn(working, options);

Deno.test("ten pairs of 72 pixels that turn by a tenth of a pixel: found, and all intervals hold", () => {
  assertEquals(found.verdict.kind, "found");
  assertEquals(found.description.name.split(" ")[0], "rotation");
  const { degrees, outside } = against(rotation, affine, found);
  assert(degrees < 2, `${degrees} degrees`);
  assertEquals(outside, []);
  // The answer comes from the finer frames.
  assertEquals(found.pictures.side, SIZE);
  assertEquals(
    Array.from(found.held.indices),
    Array.from(working.shares.held, (pair) => working.indices[pair]),
  );
});

Deno.test("finer frames leave narrower intervals than coarse ones", async () => {
  const { finer: _, ...coarse } = working;
  const [fine, before] = [found, await detectIn(coarse, options)].map((
    { coefficients },
  ) => Math.max(...coefficients.map(({ low, high }) => high - low)));
  assert(fine < 0.8 * before, `${fine} and ${before}`);
});
