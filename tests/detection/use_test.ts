import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { answerOf } from "#lib/detection/answer.ts";
import { readAnswer } from "#lib/detection/read_answer.ts";
import { foundFlow, type Picture } from "#lib/detection/use.ts";
import { flowErrors } from "#lib/evaluation/flow_check.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { warp } from "#lib/images/warp.ts";
import {
  affine,
  type Basis,
  functionBasis,
  norm,
  projectField,
  quadratic,
  unit,
} from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { blobs } from "../blobs.ts";
import { detectionExample } from "./detection_example.ts";

const generator = (basis: Basis, alpha: ArrayLike<number>) => ({
  basis,
  coefficients: basis.terms.map(({ label }, k) => ({
    term: label,
    value: alpha[k],
    low: alpha[k],
    high: alpha[k],
  })),
});

function picture(size: number): Picture & { readonly pixels: Float32Array } {
  const { pixels } = blobs(1, size, randomStream(0, "picture"));
  return { pixels, height: size, width: size, channels: 1 };
}

function largestDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  return Array.from(a).reduce(
    (most, value, i) => Math.max(most, Math.abs(value - b[i])),
    0,
  );
}

function squaredDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  return Array.from(a).reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
}

for (const { name, field, flow: exact } of Object.values(transformations)) {
  Deno.test(`the found flow is the true one: ${name}`, () => {
    const { coefficients } = projectField(field, quadratic);
    const length = norm(coefficients);
    const move = foundFlow(generator(quadratic, unit(coefficients)));
    const { pixels, ...shape } = picture(24);
    for (const t of [0.4, -0.3]) {
      const moved = move({ pixels, ...shape }, t * length).pixels;
      const expected = warp(pixels, 24, 24, 1, exact, t);
      assert(largestDifference(moved, expected) < 1e-5, `${name} by ${t}`);
    }
  });
}

Deno.test("t = 0 gives the same pixels in a new array", () => {
  const move = foundFlow(detectionExample());
  const image = picture(13);
  const { pixels } = move(image, 0, { beyond: 0.1 });
  assertEquals(pixels, image.pixels);
  assert(pixels !== image.pixels);
});

Deno.test("s after t is s + t, up to the interpolation", () => {
  const move = foundFlow(detectionExample());
  const image = picture(40);
  const once = move(image, 0.55).pixels;
  const change = squaredDifference(image.pixels, once);
  const twice = move(move(image, 0.3), 0.25).pixels;
  assert(squaredDifference(twice, once) < 0.004 * change);
  const back = move(move(image, 0.3), -0.3).pixels;
  assert(squaredDifference(back, image.pixels) < 0.004 * change);
});

Deno.test("the order in which t are asked for does not matter", () => {
  const move = foundFlow(detectionExample());
  const image = picture(12);
  const all = [0.9, 0.2, -0.4, -1, 0.2, 0.9].map((t) => move(image, t).pixels);
  for (const [i, t] of [0.9, 0.2, -0.4, -1, 0.2, 0.9].entries()) {
    const alone = foundFlow(detectionExample())(image, t).pixels;
    assert(largestDifference(all[i], alone) < 1e-5);
  }
});

Deno.test("images of other shapes and several channels move by the same share", () => {
  const move = foundFlow(generator(affine, [1, 0, 0, 0, 0, 0]));
  const wide = {
    pixels: Float32Array.from({ length: 3 * 8 * 2 }, (_, i) => i + 1),
    height: 3,
    width: 8,
    channels: 2,
  };
  // A half-frame is 4 of the 8 columns, so t = 0.5 moves by 2 columns.
  const { pixels, height, width, channels } = move(wide, 0.5);
  assertEquals([height, width, channels], [3, 8, 2]);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 8; column++) {
      for (let k = 0; k < 2; k++) {
        const from = column < 2
          ? 0
          : wide.pixels[(row * 8 + column - 2) * 2 + k];
        assertAlmostEquals(pixels[(row * 8 + column) * 2 + k], from, 1e-5);
      }
    }
  }
});

Deno.test("bytes remain bytes, and pixels from beyond the image have the given value", () => {
  const move = foundFlow(generator(affine, [1, 0, 0, 0, 0, 0]));
  const image = {
    pixels: Uint8Array.of(10, 20, 30, 250),
    height: 1,
    width: 4,
    channels: 1,
  };
  assertEquals(move(image, 0.5).pixels, Uint8Array.of(0, 10, 20, 30));
  assertEquals(
    move(image, 0.5, { beyond: 255 }).pixels,
    Uint8Array.of(255, 10, 20, 30),
  );
  assertEquals(
    move(image, -0.25, { beyond: 100 }).pixels,
    Uint8Array.of(15, 25, 140, 175),
  );
});

Deno.test("foundFlow is the flow that detection's check uses", () => {
  const { coefficients } = projectField(
    transformations.specialConformalX.field,
    quadratic,
  );
  const alpha = unit(coefficients);
  const move = foundFlow(generator(quadratic, alpha));
  const images = blobs(3, 20, randomStream(1, "check"));
  const t = [0.3, -0.5, 0.1];
  const xt = new Float32Array(images.pixels.length);
  t.forEach((value, i) => {
    const pixels = images.pixels.slice(i * 400, (i + 1) * 400);
    const image = { pixels, height: 20, width: 20, channels: 1 };
    xt.set(move(image, value).pixels, i * 400);
  });
  const pairs = { ...images, x0: images.pixels, xt };
  const { explained } = flowErrors(pairs, quadratic, alpha, t);
  assert(explained > 0.99999, `${explained}`);
});

Deno.test("a generator read from its file moves as the detection does", () => {
  const detection = detectionExample();
  const found = readAnswer(JSON.stringify(answerOf(detection)), "file");
  const image = picture(17);
  assertEquals(foundFlow(found)(image, 0.6), foundFlow(detection)(image, 0.6));
});

Deno.test("a generator in a basis of functions has a flow, too", () => {
  const basis = functionBasis("waves", [
    { component: "x", label: "sin y", value: (_x, y) => Math.sin(y) },
  ]);
  const { pixels, ...shape } = picture(16);
  const moved =
    foundFlow(generator(basis, [1]))({ pixels, ...shape }, 0.5).pixels;
  const exact = (t: number, x: number, y: number) =>
    [x + t * Math.sin(y), y] as const;
  const expected = warp(pixels, 16, 16, 1, exact, 0.5);
  assert(largestDifference(moved, expected) < 1e-5);
});

Deno.test("the fitted field of a verdict of none moves images only by force", () => {
  const detection = detectionExample();
  const none = {
    ...detection,
    verdict: { kind: "none", reason: "the images are unrelated" },
  } as const;
  assertThrows(
    () => foundFlow(none),
    UserError,
    'foundFlow: expected a generator that was found, found the verdict "none" (the images are unrelated)',
  );
  const image = picture(17);
  assertEquals(
    foundFlow(none, { force: true })(image, 0.6),
    foundFlow(detection)(image, 0.6),
  );
});

Deno.test("flow names what is wrong", () => {
  const move = foundFlow(detectionExample());
  for (const t of [NaN, Infinity, 1e9]) {
    assertThrows(
      () => move(picture(4), t),
      RangeError,
      "expected a t from -128",
    );
  }
  assertThrows(
    () => move({ ...picture(4), channels: 3 }, 0),
    RangeError,
    "expected 4 x 4 x 3 values in pixels, found 16",
  );
});
