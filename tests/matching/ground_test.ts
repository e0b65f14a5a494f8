import { assertAlmostEquals, assertEquals } from "@std/assert";
import { groundOf } from "#lib/matching/ground.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { blobScene, drawn, waveScene } from "../detection/moved_blobs.ts";

const SIDE = 16, COUNT = 40;
const WHOLE = { left: 0, right: 15, top: 0, bottom: 15 };

/** Two stacks of scenes, with a function applied to every value. */
function stacks(
  scene: typeof blobScene,
  seen: (value: number, image: number) => number = (value) => value,
): Float32Array[] {
  const stream = randomStream(0, "ground");
  return [0, 1].map(() => {
    const out = new Float32Array(COUNT * SIDE ** 2);
    for (let i = 0; i < COUNT; i++) {
      const image = drawn(scene(stream), SIDE);
      out.set(image.map((value) => seen(value, i)), i * SIDE ** 2);
    }
    return out;
  });
}

const kindOf = (images: Float32Array[], region = WHOLE) =>
  runAtOnce(groundOf(images, SIDE, region)).surroundings;

Deno.test("an even edge is the background, whatever its value", () => {
  const { level, surroundings } = runAtOnce(
    groundOf(stacks(blobScene), SIDE, WHOLE),
  );
  assertEquals(surroundings, "black");
  assertAlmostEquals(level, 0, 1e-3);

  const ink = stacks(blobScene, (value) => 255 - 200 * value);
  const white = runAtOnce(groundOf(ink, SIDE, WHOLE));
  assertEquals(white.surroundings, "black");
  assertAlmostEquals(white.level, 255, 0.2);
});

Deno.test("a noisy edge counts as even", () => {
  const gauss = standardNormal(randomStream(1, "ground"));
  const noisy = stacks(blobScene, (value) => value + 0.03 * gauss());
  assertEquals(kindOf(noisy), "black");
});

Deno.test("content that reaches the edge is a scene, with the middle of the range as its level", () => {
  const scenes = stacks(waveScene);
  const { level, surroundings } = runAtOnce(groundOf(scenes, SIDE, WHOLE));
  assertEquals(surroundings, "unknown");
  const all = scenes.flatMap((stack) => [...stack]);
  const half = (Math.min(...all) + Math.max(...all)) / 2;
  assertAlmostEquals(level, half, 1e-6);
});

Deno.test("the same scene in all images is a scene, although all edges have one median", () => {
  const one = waveScene(randomStream(3, "one scene"));
  assertEquals(kindOf(stacks(() => one)), "unknown");
  const gauss = standardNormal(randomStream(4, "ground"));
  assertEquals(
    kindOf(stacks(() => one, (value) => value + 0.02 * gauss())),
    "unknown",
  );
});

Deno.test("images with different backgrounds have none in common", () => {
  const scenes = stacks(blobScene, (value, i) => value + i / COUNT);
  assertEquals(kindOf(scenes), "unknown");
});

Deno.test("one image in eleven may have another background, one in nine may not", () => {
  const lit = (every: number) =>
    kindOf(stacks(blobScene, (value, i) => i % every === 0 ? 1 : value));
  assertEquals(lit(11), "black");
  assertEquals(lit(9), "unknown");
});

Deno.test("stated surroundings count, whatever the edges show", () => {
  const even = stacks(blobScene, (value) => 0.25 + value);
  const scenes = stacks(waveScene);
  for (const images of [even, scenes]) {
    assertEquals(runAtOnce(groundOf(images, SIDE, WHOLE, "black")), {
      level: 0,
      surroundings: "black",
    });
    const all = images.flatMap((stack) => [...stack]);
    const half = (Math.min(...all) + Math.max(...all)) / 2;
    const { level, surroundings } = runAtOnce(
      groundOf(images, SIDE, WHOLE, "unknown"),
    );
    assertEquals(surroundings, "unknown");
    assertAlmostEquals(level, half, 1e-6);
  }
  // Without a statement their edges decide.
  assertEquals([kindOf(even), kindOf(scenes)], ["black", "unknown"]);
});

Deno.test("only cells that an image covers count", () => {
  const inner = { left: 4, right: 11, top: 0, bottom: 15 };
  const images = stacks(() => () => 0.25);
  for (const stack of images) {
    stack.forEach((_, i) => {
      const column = i % SIDE;
      if (column < 4 || column > 11) stack[i] = NaN;
      else if (column > 5 && column < 10 && i % 3 > 0) stack[i] = 1;
    });
    // The upper and the lower edges are made even.
    for (let i = 0; i < stack.length; i++) {
      const row = Math.floor(i / SIDE) % SIDE;
      if ((row === 0 || row === 15) && stack[i] === 1) stack[i] = 0.25;
    }
  }
  assertEquals(runAtOnce(groundOf(images, SIDE, inner)), {
    level: 0.25,
    surroundings: "black",
  });
});
