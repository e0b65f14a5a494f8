import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { repairOf, usualRange } from "#lib/detection/wild_values.ts";
import { readPairs } from "#lib/detection/read_pairs.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { drawnT, movedPairs, waveScene } from "./moved_blobs.ts";

const COUNT = 60, SIZE = 16, CELLS = SIZE * SIZE;
const stream = randomStream(0, "wild");
const gauss = standardNormal(stream);

/** The usual range of the values of images, one list per image. */
const rangeOf = (images: readonly (readonly number[])[]) =>
  usualRange({
    values: images.flat(),
    smallest: Float32Array.from(images, (image) => Math.min(...image)),
    largest: Float32Array.from(images, (image) => Math.max(...image)),
  });

const images = (value: () => number) =>
  Array.from(
    { length: 50 },
    () => Array.from({ length: 40 }, () => Math.fround(value())),
  );

for (
  const [what, value] of [
    ["uniform values", stream],
    ["normal values", gauss],
    ["values of a long tail", () => Math.exp(gauss())],
    ["zeros and ones", () => stream() < 0.5 ? 0 : 1],
    ["few ones among zeros", () => stream() < 0.003 ? 1 : 0],
    [
      "dots on a noisy ground",
      () => (stream() < 0.003 ? 1 : 0) + 0.02 * gauss(),
    ],
    ["one value", () => 7],
  ] as const
) {
  Deno.test(`${what} are all usual`, () => {
    const sample = images(value);
    const { low, high } = rangeOf(sample);
    assertEquals(low, Math.min(...sample.flat()));
    assertEquals(high, Math.max(...sample.flat()));
  });
}

for (const wild of [1e4, -9999, 255, 3.4e38]) {
  Deno.test(`${wild} among values from 0 to 1 is wild`, () => {
    const sample = images(stream);
    sample[7][3] = wild;
    sample[8][3] = wild;
    const { low, high } = rangeOf(sample);
    assert(low >= 0 && high <= 1, `${low} to ${high}`);
  });
}

Deno.test("wild values are replaced by the mean of their neighbours, from the boundary inwards", () => {
  const shape = { width: 4, channels: 1 };
  const repair = repairOf(shape, { low: 0, high: 2 });
  const image = Float32Array.from([
    1,
    1,
    1,
    1,
    1,
    9,
    9,
    1,
    1,
    9,
    9,
    1,
    1,
    1,
    1,
    1,
  ]);
  assertEquals(repair.image(image, 5), new Float32Array(16).fill(1));
  assertEquals(image[5], 9);
  assertEquals(repair.found(), {
    count: 4,
    images: 1,
    first: { value: 9, image: 5, row: 1, column: 1 },
    usual: { low: 0, high: 2 },
  });
  // Channels do not mix, and the repair ends even for an image without a usual value.
  const colours = repairOf({ width: 2, channels: 2 }, { low: 0, high: 2 });
  assertEquals(
    [...colours.image(Float32Array.from([1, 0, 9, 0, 1, 0, 1, 0]), 0)],
    [1, 0, 1, 0, 1, 0, 1, 0],
  );
  assertEquals(
    [...colours.image(new Float32Array(8).fill(9), 1)],
    [0, 0, 0, 0, 0, 0, 0, 0],
  );
});

const scenes = movedPairs(
  transformations.rotation.flow,
  drawnT(COUNT, -0.5, 0.5),
  { size: SIZE, scene: waveScene },
);

const read = (pairs: Pairs) => readPairs(memoryStacks(pairs), COUNT, 0);

/** The scenes with values of xt replaced, each at an image, a row and a column. */
function withWild(
  value: number,
  places: readonly (readonly [image: number, row: number, column: number])[],
): Pairs {
  const xt = scenes.xt.slice();
  for (const [image, row, column] of places) {
    xt[image * CELLS + row * SIZE + column] = value;
  }
  return { ...scenes, xt };
}

Deno.test("a wild value is named with its image and place, and does not change the scale", async () => {
  const clean = await read(scenes);
  assertEquals(clean.findings, []);
  const { x0, xt, findings } = await read(withWild(1e4, [[7, 2, 3]]));
  assertEquals(findings.map(({ kind }) => kind), ["wild-values"]);
  assertMatch(
    findings[0].text,
    /^the pairs, xt: expected values between -?0\.\d+ and \d\.?\d*, as all others are, found 10000 in image 7, row 2, column 3 \(counted from 0\): replaced by the mean of their neighbours; /,
  );
  assertEquals(x0, clean.x0);
  const differ = Array.from(xt.keys()).filter((i) => xt[i] !== clean.xt[i]);
  assertEquals(differ, [7 * CELLS + 2 * SIZE + 3]);
  assert(Math.abs(xt[differ[0]] - clean.xt[differ[0]]) < 0.2);
});

Deno.test("one in a thousand random values may be wild", async () => {
  const clean = await read(scenes);
  const random = randomStream(0, "places");
  const at = (size: number) => Math.floor(size * random());
  const places = Array.from(
    { length: COUNT * CELLS / 1000 },
    () => [at(COUNT), at(SIZE), at(SIZE)] as const,
  );
  const { xt, findings } = await read(withWild(-9999, places));
  assertMatch(findings[0].text, /and \d+ more such values in \d+ images: /);
  const squares = xt.reduce(
    (sum, value, i) => sum + (value - clean.xt[i]) ** 2,
    0,
  );
  const all = clean.xt.reduce((sum, value) => sum + value ** 2, 0);
  assert(squares < 1e-4 * all, `${squares / all}`);
});

Deno.test("many wild values are refused, with what to do", async () => {
  const places = Array.from(
    { length: COUNT * 4 },
    (_, i) => [Math.floor(i / 4), 0, i % 4] as const,
  );
  const { message } = await assertRejects(
    () => read(withWild(-9999, places)),
    UserError,
  );
  assertMatch(
    message,
    /^the pairs, xt: expected values between .* found -9999 in image 0, row 0, column 0 \(counted from 0\), and 239 more such values in 60 images; if they stand for missing data, crop the images/,
  );
});
