import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { powerLaw } from "#lib/evaluation/power_law.ts";
import {
  kernels,
  type Sample,
  sampleAt,
  type SampledImage,
  sampledImage,
  sampleInside,
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

Deno.test("far from the edge, the spline of a cubic is that cubic", () => {
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

Deno.test("coefficients overwrite the image only if they are told to", () => {
  const image = randomImage(7, 7), before = image.slice();
  const { coefficients } = sampledImage(kernels["cubic-spline"], image, 7, 7);
  assertEquals(image, before);
  sampledImage(kernels["cubic-spline"], image, 7, 7, image);
  assertEquals(image, coefficients);
});

/** Points in an image, at its edge and beyond. */
function points(height: number, width: number, count: number) {
  const stream = randomStream(2, "points");
  return Array.from({ length: count }, () => ({
    x: (width + 5) * stream() - 3,
    y: (height + 5) * stream() - 3,
  }));
}

for (const kernel of Object.values(kernels)) {
  const { name } = kernel;

  Deno.test(`${name}: a point at a cell has the value of the cell`, () => {
    for (const [height, width] of [[9, 14], [2, 3], [1, 5]]) {
      const image = randomImage(height, width);
      const sampled = sampledImage(kernel, image, height, width);
      image.forEach((value, i) =>
        assertAlmostEquals(
          at(sampled, i % width, Math.floor(i / width)).value,
          value,
          1e-6,
        )
      );
    }
  });

  Deno.test(`${name}: an image of one value has it everywhere, and no slope`, () => {
    const sampled = sampledImage(kernel, made(7, 9, () => 0.7), 7, 9);
    for (const { x, y } of points(7, 9, 50)) {
      const { value, dx, dy } = at(sampled, x, y);
      allclose([value, dx, dy], [0.7, 0, 0], { absolute: 1e-6 });
    }
  });

  Deno.test(`${name}: slopes are the derivatives of values`, () => {
    const sampled = sampledImage(kernel, randomImage(11, 8), 11, 8);
    const h = 1e-4;
    for (const { x, y } of points(11, 8, 100)) {
      // A bilinear interpolation has a kink at every cell.
      const near = [x, y].some((at) => Math.abs(at - Math.round(at)) < 2 * h);
      if (near) continue;
      const { dx, dy } = at(sampled, x, y);
      const value = (right: number, down: number) =>
        at(sampled, x + right, y + down).value;
      assertAlmostEquals(dx, (value(h, 0) - value(-h, 0)) / (2 * h), 1e-5);
      assertAlmostEquals(dy, (value(0, h) - value(0, -h)) / (2 * h), 1e-5);
    }
  });

  Deno.test(`${name}: many places at once have the values of each place alone, and 0 near the edge`, () => {
    const [height, width] = [9, 12];
    const sampled = sampledImage(kernel, randomImage(height, width), 9, 12);
    const places = [
      ...points(height, width, 300),
      // The first and the last places that count, and the places next to them.
      ...[2, 1.999, 9, 9.001].map((x) => ({ x, y: 4.3 })),
      ...[2, 1.999, 6, 6.001].map((y) => ({ x: 4.3, y })),
      ...[{ x: NaN, y: 4 }, { x: 4, y: NaN }, { x: Infinity, y: 4 }],
    ];
    const [value, dx, dy] = [0, 1, 2].map(() =>
      new Float32Array(places.length).fill(NaN)
    );
    sampleInside(sampled, {
      x: Float64Array.from(places, ({ x }) => x),
      y: Float64Array.from(places, ({ y }) => y),
      ...{ value, dx, dy },
    });
    let inside = 0;
    places.forEach(({ x, y }, i) => {
      const counts = x >= 2 && x <= 9 && y >= 2 && y <= 6;
      if (counts) inside++;
      const alone = at(sampled, x, y);
      allclose(
        [value[i], dx[i], dy[i]],
        counts ? [alone.value, alone.dx, alone.dy] : [0, 0, 0],
        { absolute: 1e-6 },
        `(${x}, ${y})`,
      );
    });
    assert(inside > 30 && inside < 200, `${inside}`);
  });
}

/** The error of a cubic convolution on a slope of 1, at a fraction of a cell. */
const bend = (a: number, u: number) => -(2 * a + 1) * u * (1 - u) * (1 - 2 * u);

for (
  const [name, a] of [
    ["cubic-spline", -0.5],
    ["bilinear", -0.5],
    ["bicubic", -0.5],
    ["sharp-bicubic", -0.75],
    ["sharpest-bicubic", -1],
  ] as const
) {
  Deno.test(`${name}: a straight slope stays straight, or bends as its kernel does`, () => {
    const line = (x: number, y: number) => 0.3 * x - 0.2 * y + 1;
    const sampled = sampledImage(kernels[name], made(40, 40, line), 40, 40);
    const stream = randomStream(3, "points");
    for (let i = 0; i < 50; i++) {
      // The mirror at the edge bends the slope, and a spline feels that over many
      // cells.
      const [x, y] = [16 + 8 * stream(), 16 + 8 * stream()];
      const [u, v] = [x % 1, y % 1];
      const expected = line(x, y) + 0.3 * bend(a, u) - 0.2 * bend(a, v);
      assertAlmostEquals(at(sampled, x, y).value, expected, 5e-6);
    }
  });
}

for (
  const [name, power] of [
    ["cubic-spline", 4],
    ["bilinear", 2],
    ["bicubic", 3],
    ["sharp-bicubic", 1],
    ["sharpest-bicubic", 1],
  ] as const
) {
  Deno.test(`${name}: the error in a smooth image falls with power ${power} of the cells' size`, () => {
    const wave = (x: number, y: number) => Math.sin(x + 0.4) * Math.cos(y);
    const stream = randomStream(4, "places");
    // Places far from the edge, where the image is mirrored.
    const places = Array.from(
      { length: 60 },
      () => [stream() - 0.5, stream() - 0.5],
    );
    const errorWith = (size: number) => {
      const side = 64, middle = side / 2;
      const sampled = sampledImage(
        kernels[name],
        made(
          side,
          side,
          (x, y) => wave((x - middle) * size, (y - middle) * size),
        ),
        side,
        side,
      );
      const squares = places.map(([x, y]) => {
        const { value } = at(sampled, x / size + middle, y / size + middle);
        return (value - wave(x, y)) ** 2;
      });
      return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
    };
    // With smaller cells the spline's error falls below that of float32.
    const sizes = power === 4 ? [0.6, 0.45, 0.35, 0.25] : [0.3, 0.2, 0.15, 0.1];
    const found = sizes.map((x) => ({ x, y: errorWith(x) }));
    const { exponent } = powerLaw(found)!;
    assert(Math.abs(exponent - power) < 0.2, `${exponent}`);
  });
}

/** Places between cells at which other programs were evaluated, as (row, column). */
const asked = [
  [2.3, 2.7],
  [3.5, 2.25],
  [1.9, 3.1],
  [2, 4],
  [3, 1.6],
  [1.4, 4.9],
];

// python -c 'import numpy as np, torch
// from PIL import Image
// from scipy.ndimage import map_coordinates
// a = np.array([[37*(7*i+j) % 101 for j in range(7)] for i in range(6)], float)
// p = [(2.3,2.7), (3.5,2.25), (1.9,3.1), (2,4), (3,1.6), (1.4,4.9)]
// print(map_coordinates(a, np.array(p).T, order=1).round(4))
// g = torch.tensor([[2*x/6-1, 2*y/5-1] for y, x in p]).double().reshape(1,1,-1,2)
// print(torch.nn.functional.grid_sample(torch.tensor(a)[None,None], g,
//   mode="bicubic", align_corners=True).numpy().round(4))
// im = Image.fromarray(a.astype("float32"), mode="F")
// read = lambda move: [round(float(np.array(move(y, x))[0, 0]), 4) for y, x in p]
// print(read(lambda y, x: im.resize((1, 1), Image.BICUBIC, box=(x, y, x+1, y+1))))
// print(read(lambda y, x: im.transform((1, 1), Image.AFFINE, (1,0,x,0,1,y),
//   Image.BICUBIC)))'
// with SciPy 1.17.1, PyTorch 2.14.1 and Pillow 13.0.0
const elsewhere = {
  bilinear: [50.21, 68.125, 30.09, 60, 28.2, 59.1],
  "sharp-bicubic": [48.5007, 72.8184, 22.3662, 60, 20.04, 57.218],
  bicubic: [47.0248, 71.6758, 23.307, 60, 23.352, 57.8214],
  "sharpest-bicubic": [50.0935, 73.9609, 21.4253, 60, 16.728, 56.6147],
} as const;

for (const [name, expected] of Object.entries(elsewhere)) {
  Deno.test(`${name}: values agree with SciPy, PyTorch or Pillow`, () => {
    const image = Float32Array.from(
      { length: 42 },
      (_, i) => 37 * i % 101,
    );
    const kernel = kernels[name as keyof typeof elsewhere];
    const sampled = sampledImage(kernel, image, 6, 7);
    allclose(asked.map(([y, x]) => at(sampled, x, y).value), expected, {
      absolute: 2e-4,
    });
  });
}
