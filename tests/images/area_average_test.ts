import { assertEquals } from "@std/assert";
import { areaAverage, fittedSize } from "#lib/images/area_average.ts";
import { allclose } from "../allclose.ts";

/** An image of these values, channels last. */
const imageOf = (
  height: number,
  width: number,
  channels: number,
  value: (y: number, x: number, c: number) => number,
) => ({
  height,
  width,
  channels,
  row(y: number, into: Float32Array) {
    for (let i = 0; i < width * channels; i++) {
      into[i] = value(y, Math.floor(i / channels), i % channels);
    }
  },
});

Deno.test("fittedSize keeps a size that fits, and shrinks the longer side to the maximum", () => {
  const cases = [
    [[256, 100], [256, 100]],
    [[257, 8], [256, 7]],
    [[3000, 4000], [192, 256]],
    [[6936, 9248], [192, 256]],
    [[768, 512], [256, 170]],
    [[4000, 3000], [256, 192]],
  ];
  for (const [[height, width], [newHeight, newWidth]] of cases) {
    assertEquals(fittedSize({ height, width }, 256), {
      height: newHeight,
      width: newWidth,
    });
  }
});

const noise = (y: number, x: number, c: number) =>
  (37 * y + 101 * x + 59 * c + y * x) % 256 / 255;

Deno.test("areaAverage leaves an image of the same size unchanged", () => {
  const image = imageOf(9, 12, 3, noise);
  const expected = Array.from(
    { length: 9 * 12 * 3 },
    (_, i) =>
      Math.fround(noise(Math.floor(i / 36), Math.floor(i / 3) % 12, i % 3)),
  );
  assertEquals([...areaAverage(image, { height: 9, width: 12 })], expected);
});

Deno.test("areaAverage takes the mean of whole squares, centred", () => {
  // 35 rows hold 11 squares of 3. Of the two rows left over, one is cut off at each
  // end.
  for (const [height, cut] of [[33, 0], [35, 1]]) {
    const out = areaAverage(imageOf(height, 48, 2, noise), {
      height: 11,
      width: 16,
    });
    const expected = Array.from({ length: 11 * 16 * 2 }, (_, i) => {
      const [y, x, c] = [Math.floor(i / 32), Math.floor(i / 2) % 16, i % 2];
      let sum = 0;
      for (let a = 0; a < 3; a++) {
        for (let b = 0; b < 3; b++) sum += noise(cut + 3 * y + a, 3 * x + b, c);
      }
      return sum / 9;
    });
    allclose(out, expected, { absolute: 1e-6 });
  }
});

Deno.test("areaAverage weights pixels by the part that is covered", () => {
  // The squares have 2.5 pixels, in one row.
  const values = [1, 2, 4, 8, 16];
  const image = imageOf(5, 5, 1, (_, x) => values[x]);
  const out = areaAverage(image, { height: 2, width: 2 });
  const [left, right] = [(1 + 2 + 4 / 2) / 2.5, (4 / 2 + 8 + 16) / 2.5];
  allclose(out, [left, right, left, right], { absolute: 1e-6 });
});

/** A pixel's centre, in half-frames from the image's centre. */
const place = (i: number, pixels: number, longer: number) =>
  (2 * i + 1 - pixels) / longer;

Deno.test("areaAverage keeps the place of every point in half-frames", () => {
  for (
    const [height, width] of [[300, 400], [341, 512], [700, 97], [257, 90]]
  ) {
    const longer = Math.max(height, width);
    const coordinates = imageOf(
      height,
      width,
      2,
      (y, x, c) => c === 0 ? place(x, width, longer) : place(y, height, longer),
    );
    const size = fittedSize({ height, width }, 64);
    const expected = Array.from(
      { length: size.height * size.width * 2 },
      (_, i) => {
        const [y, x] = [
          Math.floor(i / 2 / size.width),
          Math.floor(i / 2) % size.width,
        ];
        return i % 2 === 0
          ? place(x, size.width, 64)
          : place(y, size.height, 64);
      },
    );
    // A pixel that is partly covered counts at its centre, which is at most an eighth
    // of a pixel beside the centre of the covered part, at either end of a square.
    const absolute = 2 / 8 * 64 / longer * 2 / longer;
    allclose(areaAverage(coordinates, size), expected, { absolute });
  }
});
