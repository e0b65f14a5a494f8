import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  type Kernel,
  kernels,
  type Sample,
  sampleAt,
  type SampledImage,
  sampledImage,
} from "#lib/images/kernels.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

function at(spline: SampledImage, x: number, y: number): Sample {
  const out = { value: NaN, dx: NaN, dy: NaN };
  sampleAt(spline, x, y, out);
  return out;
}

const made = (
  height: number,
  width: number,
  value: (x: number, y: number) => number,
) =>
  Float32Array.from(
    { length: height * width },
    (_, i) => value(i % width, Math.floor(i / width)),
  );

const randomImage = (height: number, width: number) =>
  Float32Array.from({ length: height * width }, randomStream(0, "image"));

for (const [height, width] of [[9, 14], [14, 9], [2, 3], [1, 5], [40, 40]]) {
  Deno.test(`a spline goes through its samples: ${height} x ${width}`, () => {
    const image = randomImage(height, width);
    const spline = sampledImage(kernels["cubic-spline"], image, height, width);
    image.forEach((value, i) =>
      assertAlmostEquals(
        at(spline, i % width, Math.floor(i / width)).value,
        value,
        1e-6,
      )
    );
  });
}

Deno.test("splines agree with SciPy, beyond the image too", () => {
  // python -c 'import numpy as np
  // from scipy.ndimage import map_coordinates
  // a = np.array([[37*(5*i+j) % 101 for j in range(5)] for i in range(4)], float)
  // p = [(.3,.7), (1.5,2.25), (2.9,3.1), (-1.6,.2), (4.4,-2.3), (3,4)]
  // print(map_coordinates(a, np.array(p).T, order=3, mode="mirror").round(6))'
  // with SciPy 1.17.1; the points are (row, column)
  const points = [
    [0.3, 0.7],
    [1.5, 2.25],
    [2.9, 3.1],
    [-1.6, 0.2],
    [4.4, -2.3],
    [3, 4],
  ];
  const expected = [24.304982, 73.194196, 66.091698, 77.163586, 75.60921, 97];
  const image = Float32Array.from({ length: 20 }, (_, i) => 37 * i % 101);
  const spline = sampledImage(kernels["cubic-spline"], image, 4, 5);
  allclose(
    points.map(([y, x]) => at(spline, x, y).value),
    expected,
    { absolute: 5e-5 },
  );
});

Deno.test("far from the edge, splines are cubics where the image is one", () => {
  const cubic = (x: number, y: number) => {
    const [u, v] = [(x - 20) / 20, (y - 20) / 20];
    return 0.3 + u - 2 * u * v + u ** 3 - 0.5 * v ** 3 + u * u * v;
  };
  const spline = sampledImage(
    kernels["cubic-spline"],
    made(41, 41, cubic),
    41,
    41,
  );
  const stream = randomStream(1, "points");
  for (let i = 0; i < 50; i++) {
    const [x, y] = [16 + 8 * stream(), 16 + 8 * stream()];
    assertAlmostEquals(at(spline, x, y).value, cubic(x, y), 2e-6);
  }
});

Deno.test("slopes are the derivatives of values", () => {
  const spline = sampledImage(
    kernels["cubic-spline"],
    randomImage(11, 8),
    11,
    8,
  );
  const stream = randomStream(2, "points");
  const h = 1e-4;
  for (let i = 0; i < 100; i++) {
    // Inside, on the edge and beyond.
    const [x, y] = [12 * stream() - 2, 15 * stream() - 2];
    const { dx, dy } = at(spline, x, y);
    const value = (right: number, down: number) =>
      at(spline, x + right, y + down).value;
    assertAlmostEquals(dx, (value(h, 0) - value(-h, 0)) / (2 * h), 1e-5);
    assertAlmostEquals(dy, (value(0, h) - value(0, -h)) / (2 * h), 1e-5);
  }
});

Deno.test("beyond its outermost cells a spline is mirrored", () => {
  const spline = sampledImage(kernels["cubic-spline"], randomImage(6, 9), 6, 9);
  for (const [x, y] of [[1.3, 2.6], [7.9, 0.2], [0.4, 4.7]]) {
    const { value, dx, dy } = at(spline, x, y);
    allclose(Object.values(at(spline, -x, y)), [value, -dx, dy], {
      absolute: 1e-12,
    });
    allclose(Object.values(at(spline, x, 10 - y)), [value, dx, -dy], {
      absolute: 1e-12,
    });
    allclose(Object.values(at(spline, x + 16, y - 20)), [value, dx, dy], {
      absolute: 1e-12,
    });
  }
});

Deno.test("coefficients take the image's place only where they are told to", () => {
  const image = randomImage(7, 7), before = image.slice();
  const { coefficients } = sampledImage(kernels["cubic-spline"], image, 7, 7);
  assertEquals(image, before);
  sampledImage(kernels["cubic-spline"], image, 7, 7, image);
  assertEquals(image, coefficients);
});
