import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { ImageSet } from "#lib/datasets/types.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { blur, gaussianKernel } from "#lib/images/blur.ts";
import { type FiniteMap, namedMap } from "#lib/matching/finite_map.ts";
import { triedMaps } from "#lib/matching/finite_maps.ts";
import { framesOf } from "#lib/matching/frames.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { blobs } from "../blobs.ts";
import { drawnT, movedPairs, waveScene } from "../detection/moved_blobs.ts";
import { textures } from "../textures.ts";

const COUNT = 32, SIZE = 16;

/** Reads a value at a row and a column of an image, mirrored beyond its edges. */
type Read = (row: number, column: number, channel: number) => number;

/** Makes a value of one pair's xt from its x0. */
type Map = (
  read: Read,
  row: number,
  column: number,
  channel: number,
  pair: number,
) => number;

/** All x0 of a set under a map. */
function mapped(set: ImageSet, map: Map): Float32Array {
  const { count, height, width, channels, pixels } = set;
  const inside = (at: number, length: number) =>
    at < 0 ? -1 - at : at < length ? at : 2 * length - 1 - at;
  const xt = new Float32Array(pixels.length);
  for (let pair = 0; pair < count; pair++) {
    const read: Read = (row, column, channel) =>
      pixels[
        ((pair * height + inside(row, height)) * width +
            inside(column, width)) * channels + channel
      ];
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        for (let channel = 0; channel < channels; channel++) {
          xt[((pair * height + row) * width + column) * channels + channel] =
            map(read, row, column, channel, pair);
        }
      }
    }
  }
  return xt;
}

interface Case {
  readonly noise?: number;
  readonly pixelsPerCell?: number;
}

/** The map that is named for pairs of a set's images and xt. */
async function mapOf(
  set: ImageSet,
  xt: Float32Array,
  { noise = 0, pixelsPerCell = 1 }: Case = {},
): Promise<FiniteMap | null> {
  const gauss = standardNormal(randomStream(1, "noise"));
  const seen = (images: Float32Array) =>
    images.map((value) => value + noise * gauss());
  const frames = runAtOnce(
    framesOf({ ...set, x0: seen(set.pixels), xt: seen(xt) }),
  )!;
  return namedMap(await runPausable(triedMaps(frames, pixelsPerCell)));
}

const last = SIZE - 1;

/** Turns by 0, 90, 180 and 270 degrees clockwise, in turn. */
const turned: Map = (read, row, column, channel, pair) =>
  [
    read(row, column, channel),
    read(last - column, row, channel),
    read(last - row, last - column, channel),
    read(column, last - row, channel),
  ][pair % 4];

const cases: Readonly<Record<string, Map>> = {
  "xt is x0 mirrored left to right": (read, row, column, channel) =>
    read(row, last - column, channel),
  "xt is x0 mirrored top to bottom": (read, row, column, channel) =>
    read(last - row, column, channel),
  "xt is x0 transposed (rows and columns exchanged)": (
    read,
    row,
    column,
    channel,
  ) => read(column, row, channel),
  "xt is x0 mirrored about the diagonal from the lower left": (
    read,
    row,
    column,
    channel,
  ) => read(last - column, last - row, channel),
  "xt is x0 turned by 90 degrees clockwise": (read, row, column, channel) =>
    turned(read, row, column, channel, 1),
  "xt is x0 turned by 180 degrees": (read, row, column, channel) =>
    turned(read, row, column, channel, 2),
  "xt is x0 turned by 90 degrees counter-clockwise": (
    read,
    row,
    column,
    channel,
  ) => turned(read, row, column, channel, 3),
  "xt is x0 turned by multiples of 90 degrees": turned,
  "xt is x0, in some of the pairs turned by 180 degrees": (
    read,
    row,
    column,
    channel,
    pair,
  ) => turned(read, row, column, channel, 2 * (pair % 2)),
  "xt is x0, in some of the pairs mirrored left to right": (
    read,
    row,
    column,
    channel,
    pair,
  ) => read(row, pair % 3 === 0 ? column : last - column, channel),
  "xt is x0 turned by multiples of 90 degrees, in some of the pairs mirrored as well":
    (read, row, column, channel, pair) =>
      turned(
        (y, x, c) => read(y, pair % 8 < 4 ? x : last - x, c),
        row,
        column,
        channel,
        pair,
      ),
  "xt is x0 inverted (bright and dark exchanged)": (
    read,
    row,
    column,
    channel,
  ) => 1 - read(row, column, channel),
  "xt is x0 shifted by half a pixel along x (to the right), alike in all pairs":
    (read, row, column, channel) =>
      (read(row, column, channel) + read(row, column - 1, channel)) / 2,
  "xt is x0 shifted by one pixel along y (up), alike in all pairs": (
    read,
    row,
    column,
    channel,
  ) => read(row + 1, column, channel),
  "xt is x0 shifted by one pixel along x and y (to the left and down), alike in all pairs":
    (read, row, column, channel) => read(row - 1, column + 1, channel),
};

const sets: Readonly<Record<string, ImageSet>> = {
  blobs: blobs(COUNT, SIZE, randomStream(0, "x0")),
  textures: textures(COUNT, SIZE, randomStream(0, "x0")),
};

for (const [what, set] of Object.entries(sets)) {
  for (const [statement, map] of Object.entries(cases)) {
    Deno.test(`${what}: ${statement}`, async () => {
      const found = await mapOf(set, mapped(set, map));
      assertEquals(found?.statement, statement);
      assert(found!.explained > 0.97 && found!.explained <= 1);
    });
  }

  Deno.test(`${what} with those of other pairs: no map is named`, async () => {
    const cells = set.pixels.length / COUNT;
    const xt = new Float32Array(set.pixels.length);
    xt.set(set.pixels.subarray(cells));
    xt.set(set.pixels.subarray(0, cells), xt.length - cells);
    assertEquals(await mapOf(set, xt), null);
  });
}

/** Blurs images of one channel by a Gaussian with a different width for each pair. */
function blurredBy(set: ImageSet, sdOf: (pair: number) => number) {
  const size = set.height * set.width;
  const xt = set.pixels.slice(), scratch = new Float32Array(size);
  for (let pair = 0; pair < set.count; pair++) {
    const image = xt.subarray(pair * size, (pair + 1) * size);
    const kernel = gaussianKernel(sdOf(pair));
    blur(image, set.height, set.width, kernel, scratch);
  }
  return xt;
}

Deno.test("a common blur is named with its width, in pixels of the images", async () => {
  const xt = blurredBy(sets.blobs, () => 0.8);
  for (
    const [pixelsPerCell, width] of [[1, "0.8"], [2, "1.6"]] as const
  ) {
    const found = await mapOf(sets.blobs, xt, { pixelsPerCell });
    assertEquals(
      found?.statement,
      `xt is a blurred x0 (by a Gaussian of standard deviation ${width} px)`,
    );
  }
  const reversed = await mapOf(
    { ...sets.blobs, pixels: xt },
    sets.blobs.pixels,
  );
  assertEquals(
    reversed?.statement,
    "x0 is a blurred xt (by a Gaussian of standard deviation 0.8 px)",
  );
});

Deno.test("a blur with a different width in each pair is named as such", async () => {
  const stream = randomStream(0, "widths");
  const xt = blurredBy(sets.blobs, () => 0.4 + 2.2 * stream());
  const found = await mapOf(sets.blobs, xt);
  assertEquals(found?.kind, "blur");
  assert(/of another width in each pair/.test(found!.statement));
});

Deno.test("a faded image is not taken for a blurred image of another pair", async () => {
  const { pixels } = sets.blobs;
  const faded = pixels.map((_, i) =>
    0.4 + 0.1 * pixels[(i + SIZE * SIZE) % pixels.length]
  );
  assertEquals(await mapOf(sets.blobs, faded), null);
});

Deno.test("a mirror is named under noise, and nothing if noise hides all", async () => {
  const { "xt is x0 mirrored left to right": mirror } = cases;
  const xt = mapped(sets.blobs, mirror);
  const noisy = await mapOf(sets.blobs, xt, { noise: 0.2 });
  assertEquals(noisy?.statement, "xt is x0 mirrored left to right");
  assert(noisy!.explained > 0.9);
  assertEquals(await mapOf(sets.blobs, xt, { noise: 3 }), null);
});

Deno.test("flows are not named as finite maps: rotations, and shifts by fractions of a pixel", async () => {
  const { rotation, translationX } = transformations;
  const pixel = 2 / SIZE;
  const flows = [
    movedPairs(rotation.flow, drawnT(COUNT, -0.3, 0.3), { noise: 0.05 }),
    movedPairs(rotation.flow, drawnT(COUNT, -3, 3), { scene: waveScene }),
    movedPairs(translationX.flow, drawnT(COUNT, -4 * pixel, 4 * pixel)),
    movedPairs(translationX.flow, new Float64Array(COUNT).fill(0.72 * pixel)),
    movedPairs(translationX.flow, new Float64Array(COUNT).fill(1.6 * pixel)),
  ];
  for (const pairs of flows) {
    const set = { ...pairs, name: "flow", pixels: pairs.x0 };
    assertEquals(await mapOf(set, pairs.xt), null);
  }
});

/** The middle rows of images. */
function strip({ pixels, ...set }: ImageSet, rows: number): ImageSet {
  const row = set.width * set.channels, size = set.height * row;
  const first = (set.height - rows) / 2;
  const cut = new Float32Array(set.count * rows * row);
  for (let i = 0; i < set.count; i++) {
    const start = i * size + first * row;
    cut.set(pixels.subarray(start, start + rows * row), i * rows * row);
  }
  return { ...set, height: rows, pixels: cut };
}

Deno.test("for images that are not square, mirrors are named, and turns only if enough cells are compared", async () => {
  const { "xt is x0 mirrored left to right": mirror } = cases;
  for (const [rows, turns] of [[12, true], [6, false]] as const) {
    const set = strip(sets.textures, rows);
    const named = await mapOf(set, mapped(set, mirror));
    assertEquals(named?.statement, "xt is x0 mirrored left to right");
    const xt = strip(
      { ...sets.textures, pixels: mapped(sets.textures, turned) },
      rows,
    ).pixels;
    const statement = "xt is x0 turned by multiples of 90 degrees";
    assertEquals(
      (await mapOf(set, xt))?.statement,
      turns ? statement : undefined,
    );
  }
});

Deno.test("images that do not change have no map, and no NaN", async () => {
  const { blobs } = sets;
  const frames = runAtOnce(
    framesOf({ ...blobs, x0: blobs.pixels, xt: blobs.pixels }),
  )!;
  const maps = await runPausable(triedMaps(frames, 1));
  for (const { explained, statement } of maps) {
    assertEquals(explained, 0, statement);
  }
});

Deno.test("a larger set of maps is named only if it leaves half of what the simplest map leaves", () => {
  const map = (choices: number, explained: number): FiniteMap => ({
    kind: "turn",
    statement: `${choices}`,
    choices,
    explained,
  });
  const named = (...maps: FiniteMap[]) => namedMap(maps)?.choices;
  assertEquals(named(map(1, 0.79), map(4, 0.89)), undefined);
  assertEquals(named(map(8, 1), map(4, 1), map(1, 0.7)), 4);
  assertEquals(named(map(1, 0.8), map(4, 0.89)), 1);
  assertEquals(named(map(1, 0.8), map(4, 0.95)), 4);
  assertEquals(named(map(1, 0.985), map(4, 1)), 1);
  assertAlmostEquals(namedMap([map(1, 0.9), map(1, 0.95)])!.explained, 0.95);
});
