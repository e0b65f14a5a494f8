import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { coarsen } from "#lib/images/coarse.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

/** The blur, then the pool, as defined in two dimensions. */
function coarsenPlainly(
  image: Float32Array,
  n: number,
  beyond: "zeros" | "mirror",
): number[] {
  const inside = (at: number) => at >= 0 && at < n;
  const mirror = (at: number) =>
    at < 0 ? -1 - at : at < n ? at : 2 * n - 1 - at;
  const tap = (k: number) => Math.exp(-k * k / 2);
  const taps = [-3, -2, -1, 0, 1, 2, 3];
  const total = taps.reduce((sum, k) => sum + tap(k), 0);
  const blurred = (row: number, column: number) => {
    let sum = 0;
    for (const i of taps) {
      for (const j of taps) {
        let y = row + i, x = column + j;
        if (beyond === "mirror") [y, x] = [mirror(y), mirror(x)];
        else if (!inside(y) || !inside(x)) continue;
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

for (
  const [n, beyond] of [
    ...[2, 6, 28].map((n) => [n, "zeros"] as const),
    ...[4, 6, 32].map((n) => [n, "mirror"] as const),
  ]
) {
  Deno.test(`coarsen equals the blur, then the pool, on ${n} x ${n}; beyond: ${beyond}`, () => {
    const count = 3;
    const images = Float32Array.from(
      { length: count * n * n },
      randomStream(0, "images", n),
    );
    const { pixels, size } = coarsen(images, count, n, n, beyond);
    assertEquals(size, n / 2);
    assertEquals(pixels.length, count * size * size);
    for (let i = 0; i < count; i++) {
      const image = images.subarray(i * n * n, (i + 1) * n * n);
      allclose(
        pixels.subarray(i * size * size, (i + 1) * size * size),
        coarsenPlainly(image, n, beyond),
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
  // Pooling alone would put it at the centre of its 2 x 2 block, half a pixel off.
  assertAlmostEquals(x / mass, (15 - 13.5) / 14, 0.5 / 14);
  assertAlmostEquals(y / mass, (10 - 13.5) / 14, 0.5 / 14);
});

Deno.test("mirrored into itself, a constant image stays one up to its edges", () => {
  const grey = new Float32Array(64).fill(0.3);
  allclose(coarsen(grey, 1, 8, 8, "mirror").pixels, Array(16).fill(0.3), {
    absolute: 1e-7,
  });
  assert(coarsen(grey, 1, 8, 8).pixels[0] < 0.25);
});

Deno.test("wrong sizes are refused", () => {
  const images = new Float32Array(16);
  assertThrows(() => coarsen(images, 1, 2, 8), RangeError, "found 2 x 8");
  assertThrows(() => coarsen(images, 1, 5, 5), RangeError, "found 5 x 5");
  assertThrows(() => coarsen(images, 2, 4, 4), RangeError, "found 16");
});
