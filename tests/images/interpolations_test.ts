import { assert, assertEquals } from "@std/assert";
import {
  type InterpolationName,
  interpolations,
} from "#lib/images/interpolations.ts";
import { transformations } from "#lib/images/transformations.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

const { translationX, rotation } = transformations;
const names = Object.keys(interpolations) as InterpolationName[];

const N = 16;

/** A blob near the middle, in two channels. */
const blob = Float32Array.from({ length: 2 * N * N }, (_, i) => {
  const cell = Math.floor(i / 2);
  const x = cell % N - 7, y = Math.floor(cell / N) - 8;
  return Math.exp(-(x * x + y * y) / (i % 2 === 0 ? 8 : 5));
});

for (const name of names) {
  const move = interpolations[name];

  Deno.test(`${name}: t = 0 leaves an image as it is`, () => {
    const image = Float32Array.from(
      { length: 2 * N * N },
      randomStream(0, "i"),
    );
    allclose(move(image, N, N, 2, rotation.flow, 0), image, { absolute: 1e-6 });
  });

  Deno.test(`${name}: a shift by whole cells is one, and black comes in`, () => {
    const moved = move(blob, N, N, 2, translationX.flow, 2 * 3 / N);
    const expected = blob.map((_, i) => {
      const column = Math.floor(i / 2) % N;
      return column < 3 ? 0 : blob[i - 6];
    });
    allclose(moved, expected, { absolute: 2e-3 });
  });

  Deno.test(`${name}: a full turn is none`, () => {
    const turned = move(blob, N, N, 2, rotation.flow, 2 * Math.PI);
    allclose(turned, blob, { absolute: 1e-5 });
  });
}

Deno.test("the spline keeps a smooth image better than the others on the way there and back", () => {
  const lost = names.map((name) => {
    const move = interpolations[name];
    const there = move(blob, N, N, 2, rotation.flow, 0.3);
    const back = move(there, N, N, 2, rotation.flow, -0.3);
    return back.reduce((sum, value, i) => sum + (value - blob[i]) ** 2, 0);
  });
  const [bilinear, nearest, spline] = lost;
  assertEquals(names, ["bilinear", "nearest", "cubic-spline"]);
  assert(spline < bilinear / 10 && bilinear < nearest, `${lost}`);
});

Deno.test("the spline's values stay within those of images", () => {
  const edges = Float32Array.from(
    { length: N * N },
    (_, i) => (i % N) % 4 < 2 ? 1 : 0,
  );
  const moved = interpolations["cubic-spline"](
    edges,
    N,
    N,
    1,
    rotation.flow,
    0.2,
  );
  assert(moved.every((value) => value >= 0 && value <= 1));
});
