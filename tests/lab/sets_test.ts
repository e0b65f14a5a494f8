import { assert, assertEquals, assertThrows } from "@std/assert";
import { SET_NAMES } from "#lib/lab/set_names.ts";
import { SET_TRUTHS } from "#lib/lab/set_truths.ts";
import { setOfPairs } from "#lib/lab/sets.ts";
import { grayOf } from "#lib/lab/frame_grabber.ts";
import { openFrames } from "#lib/lab/open_frames.ts";
import { shownPairs } from "#lib/lab/shown_pairs.ts";
import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import { UserError } from "#lib/runtime/errors.ts";

for (const name of SET_NAMES) {
  Deno.test(`set ${name} has only pairs, the same each time`, () => {
    const pairs = setOfPairs(name);
    assertEquals(setOfPairs(name), pairs);
    assertEquals(Object.keys(pairs).toSorted(), [
      ...["channels", "count", "height", "surroundings", "width", "x0", "xt"],
    ]);
    assertEquals([pairs.count, pairs.height, pairs.width], [400, 28, 28]);
    assert(pairs.x0.every((value) => value >= 0 && value <= 1));
    const change = pairs.xt.reduce(
      (sum, value, i) => sum + Math.abs(value - pairs.x0[i]),
      0,
    );
    assert(change / pairs.xt.length > 0.02, `${change}`);
    assert(SET_TRUTHS[name].length > 20);
  });
}

Deno.test("only the page's own module imports how the sets are made", async () => {
  const lab = new URL("../../lib/lab/", import.meta.url);
  const users: string[] = [];
  for await (const { name } of Deno.readDir(lab)) {
    const text = await Deno.readTextFile(new URL(name, lab));
    if (/from "\.\/set_truths\.ts"/.test(text)) users.push(name);
  }
  assertEquals(users, ["page.ts"]);
});

Deno.test("the first pairs are drawn in gray or colour, wild values within range", async () => {
  const shape = { count: 9, height: 8, width: 8 };
  const image = (channels: number, of: (i: number) => number) =>
    Float32Array.from({ length: 9 * 64 * channels }, (_, i) => of(i));
  const shown = async (channels: number, of: (i: number) => number) => {
    const [x0, xt] = [image(channels, of), image(channels, of)];
    return await shownPairs(
      memoryStacks({ ...shape, channels, x0, xt }, "mine"),
    );
  };
  const gray = await shown(1, (i) => i % 64 === 0 ? 1 : 0.4);
  assertEquals([gray.name, gray.count, gray.images.length], ["mine", 9, 8]);
  assertEquals([...gray.images[7][1].slice(0, 8)], [
    255,
    255,
    255,
    255,
    102,
    102,
    102,
    255,
  ]);
  const colour = await shown(3, (i) => [0.2, 0.4, 0.6][i % 3]);
  assertEquals([...colour.images[0][0].slice(0, 4)], [51, 102, 153, 255]);
  const wild = await shown(1, (i) => i % 2 === 0 ? -2 : 3);
  assertEquals([...wild.images[0][0].slice(0, 8)], [
    0,
    0,
    0,
    255,
    255,
    255,
    255,
    255,
  ]);
});

Deno.test("frames of a video become pairs at a lag", async () => {
  const [height, width, count] = [72, 96, 10];
  const pixels = Uint8Array.from(
    { length: count * height * width },
    (_, i) => i % 256,
  );
  const frames = { name: "clip.webm", count, height, width, pixels };
  const { x0, xt } = openFrames(frames, 3);
  assertEquals([x0.count, xt.count], [7, 7]);
  const [first] = await Array.fromAsync(xt.pieces());
  assertEquals(first[5], Math.fround(pixels[3 * height * width + 5] / 255));
  assertThrows(
    () => openFrames({ ...frames, count: 1 }),
    UserError,
    "clip.webm",
  );
  assertThrows(
    () => openFrames({ ...frames, height: 4 }),
    UserError,
    "clip.webm",
  );
});

Deno.test("gray is the luma of a pixel", () => {
  const pixels = Uint8ClampedArray.of(
    255,
    0,
    0,
    255,
    0,
    255,
    0,
    255,
    0,
    0,
    255,
    9,
  );
  assertEquals([...grayOf(pixels)], [76, 150, 29]);
});
