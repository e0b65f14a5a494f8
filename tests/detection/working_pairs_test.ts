import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { readPairs } from "#lib/detection/read_pairs.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { allclose } from "../allclose.ts";
import { drawnT, movedPairs, waveScene } from "./moved_blobs.ts";

const { flow } = transformations.rotation;
const blobs = (count: number, size = 10) =>
  movedPairs(flow, drawnT(count, -1, 1), { size });
const read = (pairs: Pairs, most = 1e6, seed = 0) =>
  readPairs(memoryStacks(pairs), most, seed);

/** Pairs whose image i has the value (i + 1) / count, except at its edge. */
function numbered(count: number): Pairs {
  const images = Float32Array.from({ length: count * 64 }, (_, k) => {
    const [row, column] = [Math.floor(k % 64 / 8), k % 8];
    const inside = row > 0 && row < 7 && column > 0 && column < 7;
    return inside ? (Math.floor(k / 64) + 1) / count : 0;
  });
  const xt = images.map((value) => -value);
  return { count, height: 8, width: 8, channels: 1, x0: images, xt };
}

Deno.test("of many pairs a uniform sample is read: seeded, and each pair at most once", async () => {
  const count = 3000, most = 600;
  const found = await read(numbered(count), most);
  assertEquals(found.count, most);
  assertEquals([found.source.count, found.source.used], [count, most]);
  assertEquals(new Set(found.indices).size, most);
  assertEquals(found.indices, found.indices.toSorted());
  // Images have the right indices, also after the first piece.
  const largest = found.indices[most - 1] + 1;
  found.indices.forEach((index, i) => {
    assertAlmostEquals(found.x0[i * 64 + 9], (index + 1) / largest, 1e-6);
    assertAlmostEquals(found.xt[i * 64 + 9], -(index + 1) / largest, 1e-6);
  });
  // A tenth of the files has 60 of the 600 pairs on average, with standard deviation
  // 6.6.
  for (let tenth = 0; tenth < 10; tenth++) {
    const share = found.indices.filter((i) => Math.floor(i / 300) === tenth);
    assert(Math.abs(share.length - 60) < 30, `${share.length}`);
  }
  const { indices } = await read(numbered(count), most);
  assertEquals(indices, found.indices);
  assertNotEquals((await read(numbered(count), most, 1)).indices, indices);
});

Deno.test("all pairs are read if there are no more", async () => {
  const { indices } = await read(numbered(64), 64);
  assertEquals(indices, Uint32Array.from({ length: 64 }, (_, i) => i));
});

for (const count of [1, 49]) {
  Deno.test(`${count} pairs are too few`, async () => {
    const { message } = await assertRejects(
      () => read(blobs(count)),
      UserError,
    );
    assertEquals(
      message,
      `the pairs, x0: expected at least 50 pairs of images of 10 x 10 pixels, found ${count}`,
    );
  });
}

for (const value of [0, 0.7]) {
  Deno.test(`images that are ${value} everywhere show nothing`, async () => {
    const images = new Float32Array(60 * 64).fill(value);
    const shape = { count: 60, height: 8, width: 8, channels: 1 };
    const { message } = await assertRejects(
      () => read({ ...shape, x0: images, xt: images }),
      UserError,
    );
    assertEquals(
      message,
      "the pairs, x0: expected images that show something, found the same value in all pixels",
    );
  });
}

Deno.test("the background is 0 and what differs most from it 1", async () => {
  const plain = await read(blobs(60));
  assertEquals(plain.surroundings, "black");
  const largest = Math.max(...plain.x0, ...plain.xt);
  assertEquals(largest, 1);
  assert(plain.x0.every((value) => value > -1e-3));

  // Dark on white, and values in any range, give the same pairs.
  for (const [gain, offset] of [[-0.9, 1], [5000, -300], [-1e-3, 7]]) {
    const pairs = blobs(60);
    const seen = (images: Float32Array) =>
      images.map((value) => gain * value + offset);
    const found = await read({
      ...pairs,
      x0: seen(pairs.x0),
      xt: seen(pairs.xt),
    });
    assertEquals(found.surroundings, "black");
    allclose(found.x0, plain.x0, { absolute: 2e-3 });
    allclose(found.xt, plain.xt, { absolute: 2e-3 });
  }
});

Deno.test("a scene goes from -1 to 1", async () => {
  const t = drawnT(60, -1, 1);
  const found = await read(movedPairs(flow, t, { size: 10, scene: waveScene }));
  assertEquals(found.surroundings, "unknown");
  const all = [...found.x0, ...found.xt];
  assertAlmostEquals(Math.max(...all), 1, 1e-6);
  assertAlmostEquals(Math.min(...all), -1, 1e-6);
});

/** Pairs cut to a part of their rows. */
function cut(pairs: Pairs, first: number, rows: number): Pairs {
  const { height, width } = pairs;
  const part = (images: Float32Array) =>
    images.filter((_, i) => {
      const row = Math.floor(i / width) % height;
      return row >= first && row < first + rows;
    });
  return {
    ...pairs,
    height: rows,
    x0: part(pairs.x0),
    xt: part(pairs.xt),
  };
}

Deno.test("beyond an image the frame has the background's value", async () => {
  const found = await read(cut(blobs(60, 16), 3, 10));
  assertEquals(found.side, 16);
  assertEquals(found.region, { left: 0, right: 15, top: 3, bottom: 12 });
  assertEquals(found.extent, { x: 1, y: 10 / 16 });
  assertEquals(found.surroundings, "black");
  found.x0.forEach((value, i) => {
    const row = Math.floor(i / 16) % 16;
    if (row < 3 || row > 12) assertEquals(value, 0);
  });
});

Deno.test("beyond a scene the frame repeats the nearest row", async () => {
  const t = drawnT(60, -1, 1);
  const waves = movedPairs(flow, t, { size: 16, scene: waveScene });
  const { x0, xt } = await read(cut(waves, 3, 10));
  for (const images of [x0, xt]) {
    images.forEach((value, i) => {
      const row = Math.floor(i / 16) % 16;
      const nearest = Math.min(Math.max(row, 3), 12);
      assertEquals(value, images[i + 16 * (nearest - row)]);
    });
  }
});

Deno.test("the surroundings stated by the pairs are used and kept", async () => {
  const t = drawnT(60, -1, 1);
  const waves = movedPairs(flow, t, { size: 16, scene: waveScene });
  const found = async (pairs: Pairs, surroundings?: "black" | "unknown") =>
    (await read({ ...pairs, surroundings })).surroundings;
  assertEquals(await found(blobs(60)), "black");
  assertEquals(await found(blobs(60), "unknown"), "unknown");
  assertEquals(await found(waves), "unknown");
  assertEquals(await found(waves, "black"), "black");
  // Stated black is 0 beyond the images, and remains 0 in the working pairs.
  const stated = { ...cut(waves, 3, 10), surroundings: "black" as const };
  const { x0, xt } = await read(stated);
  assertEquals([x0[0], xt[0]], [0, 0]);
  assertEquals(Math.max(...[...x0, ...xt].map(Math.abs)), 1);
});

Deno.test("notes of how the files were read are kept", async () => {
  const { x0, xt } = memoryStacks(blobs(60));
  const noted = {
    x0: { ...x0, notes: ["a"] },
    xt: { ...xt, notes: ["b", "c"] },
  };
  assertEquals((await readPairs(noted, 55, 0)).source.notes, ["a", "b", "c"]);
  assertEquals("notes" in (await read(blobs(60))).source, false);
});

Deno.test("a strip that fills no cell of its frame is refused", async () => {
  const shape = { count: 60, height: 8, width: 200, channels: 1 };
  const x0 = Float32Array.from({ length: 60 * 1600 }, (_, i) => i % 7);
  const { message } = await assertRejects(
    () => read({ ...shape, x0, xt: x0.toReversed() }),
    UserError,
  );
  assertEquals(
    message,
    "the pairs, x0: expected images at most 7 times as long as they are wide, found 8 x 200 pixels; cut them first",
  );
});

Deno.test("the name and the size of the pairs are kept", async () => {
  const found = await readPairs(memoryStacks(blobs(60), "mine"), 55, 0);
  assertEquals(found.source, {
    name: "mine, x0",
    count: 60,
    used: 55,
    height: 10,
    width: 10,
    channels: 1,
  });
});
