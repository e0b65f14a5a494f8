import { assertAlmostEquals, assertEquals } from "@std/assert";
import { blur, gaussianKernel } from "#lib/images/blur.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

function blurred(
  image: Float32Array,
  height: number,
  width: number,
  sd: number,
): Float32Array {
  const out = image.slice();
  blur(out, height, width, gaussianKernel(sd), new Float32Array(out.length));
  return out;
}

Deno.test("blur agrees with SciPy", () => {
  // python -c 'import numpy as np
  // from scipy.ndimage import gaussian_filter
  // a = np.array([[37*(6*i+j) % 101 for j in range(6)] for i in range(5)], float)
  // print(gaussian_filter(a, 0.8, mode="constant", radius=3).round(6).tolist())'
  // with SciPy 1.17.1
  const expected = [
    [11.597007, 31.49724, 40.82116, 30.810692, 34.366773, 31.080484],
    [24.611596, 48.985786, 55.33991, 46.967428, 46.535417, 28.749788],
    [37.848991, 56.242164, 49.781992, 49.929504, 48.772364, 27.749984],
    [45.748234, 57.695517, 50.309782, 50.745758, 40.688029, 28.943473],
    [35.214285, 37.508202, 40.085829, 44.083499, 32.557641, 25.902184],
  ];
  const image = Float32Array.from({ length: 30 }, (_, i) => 37 * i % 101);
  allclose(blurred(image, 5, 6, 0.8), expected.flat(), { absolute: 2e-5 });
});

Deno.test("a kernel is even, adds up to 1 and has its standard deviation", () => {
  for (const sd of [0.7, 1, 2.5]) {
    const kernel = gaussianKernel(sd);
    const reach = Math.ceil(3 * sd);
    assertEquals(kernel.length, 2 * reach + 1);
    assertEquals(kernel, kernel.toReversed());
    assertAlmostEquals(kernel.reduce((sum, w) => sum + w), 1, 1e-12);
    const variance = kernel.reduce((sum, w, i) => sum + w * (i - reach) ** 2);
    // Little of the kernel is beyond three standard deviations.
    assertAlmostEquals(Math.sqrt(variance), sd, 0.03 * sd);
  }
});

Deno.test("blurring keeps the sum of an image that is 0 near its edge", () => {
  const image = new Float32Array(21 * 17);
  const stream = randomStream(0, "blur");
  for (let row = 8; row < 13; row++) {
    for (let column = 7; column < 10; column++) {
      image[row * 17 + column] = stream();
    }
  }
  const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
  const before = sum(image);
  assertAlmostEquals(sum(blurred(image, 21, 17, 2)), before, 1e-5);
});
