import {
  assert,
  assertEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { loadMnist } from "#lib/datasets/mnist.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { warp } from "#lib/images/warp.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import oracles from "../fixtures/oracles.json" with { type: "json" };
import { readsFiles } from "../reads_files.ts";

const { rotation, scaling, translationX, specialConformalX } = transformations;

function randomImage(length: number): Float32Array {
  return Float32Array.from({ length }, randomStream(0, "image"));
}

/** A disc with a soft edge around (x, y), in half-frames. */
function disc(n: number, x: number, y: number, radius: number): Float32Array {
  return Float32Array.from({ length: n * n }, (_, i) => {
    const dx = (i % n - (n - 1) / 2) / (n / 2) - x;
    const dy = (Math.floor(i / n) - (n - 1) / 2) / (n / 2) - y;
    return Math.exp(-(dx * dx + dy * dy) / (2 * radius * radius));
  });
}

const cases = [
  ["rotation_0.5rad", rotation, 0.5],
  ["scaling_1.3", scaling, Math.log(1.3)],
  ["translation_x_0.25", translationX, 0.25],
  ["special_conformal_x_0.6", specialConformalX, 0.6],
] as const;

Deno.test({
  ...readsFiles,
  name: "warp agrees with grid_sample of PyTorch on MNIST images",
  async fn(test) {
    const { pixels } = await loadMnist("train");
    for (const [name, { flow }, t] of cases) {
      await test.step(name, () => {
        oracles.transforms.mnist_train_indices.forEach((index, i) => {
          const x0 = pixels.subarray(index * 784, (index + 1) * 784);
          allclose(
            warp(x0, 28, 28, 1, flow, t),
            oracles.transforms.results[name][i].flat(),
            { absolute: 1e-5 },
            `image ${index}`,
          );
        });
      });
    }
  },
});

for (const { name, flow } of Object.values(transformations)) {
  Deno.test(`${name}: t = 0 leaves an image unchanged`, () => {
    const image = randomImage(28 * 28);
    allclose(warp(image, 28, 28, 1, flow, 0), image, { absolute: 1e-6 });
  });

  Deno.test(`${name}: there and back gives the image again`, () => {
    const n = 56, image = disc(n, 0.3, -0.3, 0.12);
    const there = warp(image, n, n, 1, flow, 0.3);
    const back = warp(there, n, n, 1, flow, -0.3);
    // Two bilinear samplings flatten the peak slightly.
    allclose(back, image, { absolute: 0.05 });
    const moved = Math.max(...there.map((value, i) => value - image[i]));
    assert(moved > 0.1, `moved by ${moved}`);
  });

  Deno.test(`${name}: content moves along the field`, () => {
    const n = 56, [x, y] = [0.2, -0.3];
    const there = warp(disc(n, x, y, 0.05), n, n, 1, flow, 0.4);
    let mass = 0, column = 0, row = 0;
    there.forEach((value, i) => {
      mass += value;
      column += value * (i % n - (n - 1) / 2) / (n / 2);
      row += value * (Math.floor(i / n) - (n - 1) / 2) / (n / 2);
    });
    allclose([column / mass, row / mass], flow(0.4, x, y), { absolute: 0.02 });
  });
}

Deno.test("warp keeps channels apart", () => {
  const planes = [disc(12, 0, 0, 0.3), randomImage(144), disc(12, 0.5, 0, 0.2)];
  const image = Float32Array.from(
    { length: 3 * 144 },
    (_, i) => planes[i % 3][Math.floor(i / 3)],
  );
  const moved = warp(image, 12, 12, 3, rotation.flow, 0.4);
  planes.forEach((plane, k) =>
    allclose(
      moved.filter((_, i) => i % 3 === k),
      warp(plane, 12, 12, 1, rotation.flow, 0.4),
      {},
    )
  );
});

Deno.test("warp moves whole cells exactly, and zeros come in from outside", () => {
  const image = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  // In the image of 2 x 4 cells a half-frame is 2 cells on both axes.
  allclose(warp(image, 2, 4, 1, translationX.flow, 0.5), [
    0,
    1,
    2,
    3,
    0,
    5,
    6,
    7,
  ], {});
  allclose(warp(image, 2, 4, 1, translationX.flow, -1), [
    3,
    4,
    0,
    0,
    7,
    8,
    0,
    0,
  ], {});
  const down = (t: number, x: number, y: number) => [x, y + t] as const;
  allclose(warp(image, 2, 4, 1, down, 0.5), [0, 0, 0, 0, 1, 2, 3, 4], {});
  allclose(warp(image, 2, 4, 1, down, 0.25), [0.5, 1, 1.5, 2, 3, 4, 5, 6], {});
  allclose(warp(image, 4, 2, 1, translationX.flow, 0.25), [
    0.5,
    1.5,
    1.5,
    3.5,
    2.5,
    5.5,
    3.5,
    7.5,
  ], {});
});

Deno.test("a quarter turn of an image that is not square stays in its frame", () => {
  const wide = new Float32Array(2 * 4).fill(1);
  const turned = warp(wide, 2, 4, 1, rotation.flow, Math.PI / 2);
  allclose(turned, [0, 1, 1, 0, 0, 1, 1, 0], { absolute: 1e-6 });
});

Deno.test("a pixel whose source is a pole or not finite is zero", () => {
  const image = randomImage(9);
  const nowhere = [[NaN, 0], [0, NaN], [Infinity, 0], [0, -Infinity], [9, 0], [
    -1e300,
    1e300,
  ]] as const;
  for (const point of nowhere) {
    allclose(warp(image, 3, 3, 1, () => point, 1), new Float32Array(9), {});
  }
});

Deno.test("warp writes to out, does not change the image and evaluates the flow once per pixel", () => {
  const image = randomImage(28 * 28), before = image.slice();
  const out = new Float32Array(28 * 28).fill(7);
  let calls = 0;
  const result = warp(
    image,
    28,
    28,
    1,
    (t, x, y) => {
      calls++;
      return scaling.flow(t, x, y);
    },
    -0.7,
    out,
  );
  assertStrictEquals(result, out);
  assertEquals(image, before);
  assertEquals(calls, 28 * 28);
  assertEquals(out, warp(image, 28, 28, 1, scaling.flow, -0.7));
});

Deno.test("warp stays within the range of the image", () => {
  const image = randomImage(28 * 28);
  for (const { flow } of Object.values(transformations)) {
    const moved = warp(image, 28, 28, 1, flow, 0.37);
    assert(moved.every((value) => value >= 0 && value <= 1));
  }
});

Deno.test("warp refuses sizes that do not fit and an infinite t", () => {
  const image = new Float32Array(12), { flow } = rotation;
  assertThrows(() => warp(image, 4, 4, 1, flow, 0), RangeError, "found 12");
  assertThrows(
    () => warp(image, 3, 4, 1, flow, 0, new Float32Array(9)),
    RangeError,
    "in out",
  );
  assertThrows(
    () => warp(image, 3, 4, 1, flow, 0, image),
    RangeError,
    "another",
  );
  assertThrows(() => warp(image, 3, 4, 1, flow, NaN), RangeError, "finite");
});
