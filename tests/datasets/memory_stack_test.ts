import { assertEquals, assertThrows } from "@std/assert";
import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { randomStream } from "#lib/random/streams.ts";
import { readAll, refuses } from "./image_files.ts";

const shape = { count: 2100, height: 8, width: 9, channels: 2 };
const SIZE = 8 * 9 * 2;

function pairs(more: Partial<Pairs> = {}): Pairs {
  const stream = randomStream(0, "stack");
  const images = () =>
    Float32Array.from({ length: shape.count * SIZE }, stream);
  return { ...shape, x0: images(), xt: images(), ...more };
}

Deno.test("pairs in memory are read like those of files, any number of times", async () => {
  const all = pairs();
  const { x0, xt } = memoryStacks(all, "mine");
  assertEquals([x0.name, xt.name], ["mine, x0", "mine, xt"]);
  const { count, height, width, channels, type } = xt;
  assertEquals({ count, height, width, channels }, shape);
  assertEquals(type, "float32");
  for (let time = 0; time < 2; time++) {
    const before = await readAll(x0), after = await readAll(xt);
    assertEquals(before.pieces, [1000, 1000, 100]);
    assertEquals(before.values, [...all.x0]);
    assertEquals(after.values, [...all.xt]);
  }
});

Deno.test("the surroundings of pairs in memory are kept", () => {
  for (const surroundings of ["black", "unknown"] as const) {
    assertEquals(
      memoryStacks(pairs({ surroundings })).surroundings,
      surroundings,
    );
  }
  assertEquals("surroundings" in memoryStacks(pairs()), false);
});

for (const bad of [NaN, Infinity, -Infinity]) {
  Deno.test(`${bad} in memory is named by its image`, async () => {
    const all = pairs();
    all.xt[1003 * SIZE + 5] = bad;
    const { x0, xt } = memoryStacks(all);
    assertEquals((await readAll(x0)).values.length, shape.count * SIZE);
    await refuses(
      `the pairs, xt: expected finite numbers, found ${bad} in image 1003 (counted from 0); leave that pair out, or put a number there`,
      () => readAll(xt),
    );
  });
}

const wrong: readonly (readonly [Partial<Pairs>, string])[] = [
  [{ count: 0 }, "the pairs, x0: expected 1 to 1,000,000 images, found 0"],
  [
    { height: 7 },
    "the pairs, x0: expected images of 8 to 512 pixels per side, found 7 x 9",
  ],
  [
    { width: 513 },
    "the pairs, x0: expected images of 8 to 512 pixels per side, found 8 x 513",
  ],
  [{ channels: 17 }, "the pairs, x0: expected 1 to 16 channels, found 17"],
  [
    { surroundings: "white" as "black" },
    'the pairs, surroundings: expected one of black, unknown, found "white"',
  ],
  [
    { xt: new Float32Array(SIZE) },
    "the pairs, xt: expected 302400 values, found 144",
  ],
];

for (const [more, message] of wrong) {
  Deno.test(`memoryStacks refuses: ${message}`, () => {
    assertThrows(() => memoryStacks(pairs(more)), UserError, message);
  });
}
