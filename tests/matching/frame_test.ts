import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { ImageShape } from "#lib/datasets/types.ts";
import { frameOf } from "#lib/matching/frame.ts";
import { randomStream } from "#lib/random/streams.ts";

/**
 * Image shapes of every parity and aspect: small, as large as a frame can be, and
 * larger.
 */
const SHAPES: readonly (readonly [height: number, width: number])[] = [
  ...[[8, 8], [9, 9], [28, 28], [31, 31], [32, 32], [33, 33], [64, 64]],
  ...[[28, 20], [20, 28], [9, 12], [12, 9], [11, 8], [8, 11], [27, 28]],
  ...[[45, 60], [60, 45], [61, 44], [255, 256], [256, 100], [100, 255], [
    8,
    56,
  ]],
] as [number, number][];

const gray = ([height, width]: readonly [number, number]): ImageShape => ({
  height,
  width,
  channels: 1,
});

/** An image of a function at the pixels' centres, in half-frames. */
function imageOf(
  { height, width }: ImageShape,
  value: (x: number, y: number) => number,
): Float32Array {
  const half = Math.max(height, width) / 2;
  return Float32Array.from(
    { length: height * width },
    (_, i) =>
      value(
        (i % width - (width - 1) / 2) / half,
        (Math.floor(i / width) - (height - 1) / 2) / half,
      ),
  );
}

/** Place of a cell's centre along an axis, in half-frames. */
const centre = (index: number, side: number) =>
  (index - (side - 1) / 2) / (side / 2);

Deno.test("the frame is even, small, and as wide as the longer side", () => {
  const sides = SHAPES.map((shape) => frameOf(gray(shape)).side);
  assertEquals(sides, [
    ...[8, 10, 28, 32, 32, 28, 28],
    ...[28, 28, 12, 12, 12, 12, 28],
    ...[28, 28, 28, 28, 28, 28, 28],
  ]);
  assertEquals(frameOf(gray([20, 28])).extent, { x: 1, y: 20 / 28 });
  assertEquals(frameOf(gray([60, 45])).extent, { x: 0.75, y: 1 });
});

Deno.test("a larger frame can be requested", () => {
  const { side, place } = frameOf(gray([64, 48]), 64);
  assertEquals(side, 64);
  const image = imageOf(gray([64, 48]), (x, y) => x + 2 * y);
  const placed = place(image);
  assertEquals(placed[8], image[0]);
  assertEquals(placed.subarray(0, 8).every(Number.isNaN), true);
  assertEquals(frameOf(gray([65, 65])).side, 28);
});

for (const shape of SHAPES) {
  const image = gray(shape);
  const { side, region, extent, place } = frameOf(image);
  const { left, right, top, bottom } = region;

  Deno.test(`${shape.join(" x ")}: a linear image stays linear`, () => {
    const placed = place(imageOf(image, (x, y) => 0.2 + x - 3 * y));
    for (let row = top + 1; row < bottom; row++) {
      for (let column = left + 1; column < right; column++) {
        const [x, y] = [centre(column, side), centre(row, side)];
        assertAlmostEquals(placed[row * side + column], 0.2 + x - 3 * y, 1e-6);
      }
    }
  });

  Deno.test(`${shape.join(" x ")}: a quadratic image is blurred equally in x and y, everywhere`, () => {
    // The mean of x^2 over a blur is x^2 plus the blur's variance.
    const bends = (value: (x: number, y: number) => number) => {
      const placed = place(imageOf(image, value));
      const found: number[] = [];
      for (let row = top + 1; row < bottom; row++) {
        for (let column = left + 1; column < right; column++) {
          found.push(
            placed[row * side + column] -
              value(centre(column, side), centre(row, side)),
          );
        }
      }
      return found;
    };
    const [ofX, ofY] = [bends((x) => x * x), bends((_x, y) => y * y)];
    const size = Math.max(...shape) / side / (Math.max(...shape) / 2);
    for (const variance of [...ofX, ...ofY]) {
      // If a cell is no whole number of pixels, the variance depends on the cell's
      // phase.
      assertAlmostEquals(variance, ofX[0], 0.03 * size ** 2);
      assert(variance >= -1e-6 && variance < size ** 2 / 2);
    }
  });

  Deno.test(`${shape.join(" x ")}: the image lies in the middle, and has its size`, () => {
    assertEquals([left + right, top + bottom], [side - 1, side - 1]);
    // The number of wholly covered cells may be smaller by less than two, and not
    // larger.
    for (
      const [cells, share] of [[right - left + 1, extent.x], [
        bottom - top + 1,
        extent.y,
      ]]
    ) {
      assert(cells <= share * side + 1e-6 && cells > share * side - 2);
    }
    const placed = place(imageOf(image, () => 0.7));
    placed.forEach((value, cell) => {
      const [x, y] = [
        Math.abs(centre(cell % side, side)),
        Math.abs(centre(Math.floor(cell / side), side)),
      ];
      const beyond = x - 1 / side > extent.x - 1e-9 ||
        y - 1 / side > extent.y - 1e-9;
      if (beyond) assert(Number.isNaN(value));
      else assertAlmostEquals(value, 0.7, 1e-6);
    });
  });

  Deno.test(`${shape.join(" x ")}: mirrored images give mirrored frames`, () => {
    const noise = Float32Array.from(
      { length: shape[0] * shape[1] },
      randomStream(0, "frame"),
    );
    const turned = place(noise).toReversed(), again = place(noise.toReversed());
    turned.forEach((value, i) =>
      Number.isNaN(value)
        ? assert(Number.isNaN(again[i]))
        : assertAlmostEquals(again[i], value, 1e-6)
    );
  });
}

for (const size of [9, 28, 33, 50, 64]) {
  Deno.test(`${size} x ${size}: the mean is kept`, () => {
    const noise = Float32Array.from(
      { length: size * size },
      randomStream(0, "frame"),
    );
    const mean = (image: Float32Array) =>
      image.reduce((sum, value) => sum + value, 0) / image.length;
    const placed = frameOf(gray([size, size])).place(noise);
    assertAlmostEquals(mean(placed), mean(noise), 1e-6);
  });
}

Deno.test("colours become their luminance, other channels their mean", () => {
  const place = (channels: number, pixel: readonly number[]) => {
    const image = Float32Array.from(
      { length: 64 * channels },
      (_, i) => pixel[i % channels],
    );
    return frameOf({ height: 8, width: 8, channels }).place(image)[0];
  };
  // Weights of ITU-R BT.601.
  assertAlmostEquals(place(3, [1, 0, 0]), 0.299, 1e-6);
  assertAlmostEquals(place(3, [0, 1, 0]), 0.587, 1e-6);
  assertAlmostEquals(place(3, [0, 0, 1]), 0.114, 1e-6);
  assertAlmostEquals(place(2, [0.2, 0.6]), 0.4, 1e-6);
  assertAlmostEquals(place(4, [1, 0, 0, 1]), 0.5, 1e-6);
  assertAlmostEquals(place(1, [0.3]), 0.3, 1e-6);
});
