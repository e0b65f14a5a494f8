import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { coarsen, padImages } from "#lib/images/coarse.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

/** The blur and the pool one after the other in two dimensions, as defined. */
function coarsenPlainly(image: Float32Array, n: number): number[] {
  const tap = (k: number) => Math.exp(-k * k / 2);
  const taps = [-3, -2, -1, 0, 1, 2, 3];
  const total = taps.reduce((sum, k) => sum + tap(k), 0);
  const blurred = (row: number, column: number) => {
    let sum = 0;
    for (const i of taps) {
      for (const j of taps) {
        const y = row + i, x = column + j;
        if (y < 0 || y >= n || x < 0 || x >= n) continue;
        sum += tap(i) * tap(j) / total ** 2 * image[y * n + x];
      }
    }
    return sum;
  };
  return Array.from({ length: (n / 2) ** 2 }, (_, i) => {
    const row = 2 * Math.floor(i / (n / 2)), column = 2 * (i % (n / 2));
    return (blurred(row, column) + blurred(row, column + 1) +
      blurred(row + 1, column) + blurred(row + 1, column + 1)) / 4;
  });
}

for (const n of [2, 6, 28]) {
  Deno.test(`coarsen is the blur, then the pool, on ${n} x ${n}`, () => {
    const count = 3;
    const images = Float32Array.from(
      { length: count * n * n },
      randomStream(0, "images", n),
    );
    const { pixels, size } = coarsen(images, count, n, n);
    assertEquals(size, n / 2);
    assertEquals(pixels.length, count * size * size);
    for (let i = 0; i < count; i++) {
      const image = images.subarray(i * n * n, (i + 1) * n * n);
      allclose(
        pixels.subarray(i * size * size, (i + 1) * size * size),
        coarsenPlainly(image, n),
        { absolute: 1e-6 },
      );
    }
  });
}

Deno.test("coarsen keeps the mean away from the edges, and the centre of mass", () => {
  const n = 28, image = new Float32Array(n * n);
  image[10 * n + 15] = 1;
  const { pixels, size } = coarsen(image, 1, n, n);
  let mass = 0, x = 0, y = 0;
  pixels.forEach((value, i) => {
    mass += value;
    x += value * (i % size - (size - 1) / 2) / (size / 2);
    y += value * (Math.floor(i / size) - (size - 1) / 2) / (size / 2);
  });
  assertAlmostEquals(mass, 1 / 4, 1e-6);
  // pooling alone puts it at the centre of its 2 x 2 block: half a pixel off
  assertAlmostEquals(x / mass, (15 - 13.5) / 14, 0.5 / 14);
  assertAlmostEquals(y / mass, (10 - 13.5) / 14, 0.5 / 14);
});

Deno.test("padImages puts each image in the middle of zeros", () => {
  const padded = padImages(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), 2, 2, 1);
  assertEquals(
    [...padded],
    [
      [0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 5, 6, 0, 0, 7, 8, 0, 0, 0, 0, 0],
    ].flat(),
  );
  const same = Float32Array.of(1, 2, 3, 4);
  assertEquals(padImages(same, 1, 2, 0), same);
});

Deno.test("wrong sizes are turned away", () => {
  const images = new Float32Array(16);
  assertThrows(() => coarsen(images, 1, 2, 8), RangeError, "found 2 x 8");
  assertThrows(() => coarsen(images, 1, 5, 5), RangeError, "found 5 x 5");
  assertThrows(() => coarsen(images, 2, 4, 4), RangeError, "found 16");
  assertThrows(() => padImages(images, 1, 4, -1), RangeError, "found -1");
  assertThrows(() => padImages(images, 1, 3, 1), RangeError, "found 16");
});
