import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type InterpolationName,
  interpolations,
} from "#lib/images/interpolations.ts";
import { transformations } from "#lib/flow/transformations.ts";
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

  Deno.test(`${name}: t = 0 leaves an image unchanged`, () => {
    const image = Float32Array.from(
      { length: 2 * N * N },
      randomStream(0, "i"),
    );
    allclose(move(image, N, N, 2, rotation.flow, 0), image, { absolute: 1e-6 });
  });

  Deno.test(`${name}: a shift by whole cells is exact, and black comes in`, () => {
    const moved = move(blob, N, N, 2, translationX.flow, 2 * 3 / N);
    const expected = blob.map((_, i) => {
      const column = Math.floor(i / 2) % N;
      return column < 3 ? 0 : blob[i - 6];
    });
    allclose(moved, expected, { absolute: 2e-3 });
  });

  Deno.test(`${name}: a full turn leaves the image unchanged`, () => {
    const turned = move(blob, N, N, 2, rotation.flow, 2 * Math.PI);
    allclose(turned, blob, { absolute: 1e-5 });
  });
}

/** Flows with sources outside of the image or at no finite place, in cells. */
const nowhere: Readonly<
  Record<string, (x: number, y: number) => readonly [number, number]>
> = {
  "no number": () => [NaN, NaN],
  "no column": (_x, y) => [NaN, y],
  "no row": (x) => [x, NaN],
  "infinitely far right": (_x, y) => [Infinity, y],
  "infinitely far left": (_x, y) => [-Infinity, y],
  "infinitely far up": (x) => [x, -Infinity],
  "infinitely far down and no column": () => [NaN, Infinity],
  "far away": () => [1e300, -1e300],
  "four cells outside on the right": (_x, y) => [1 + 7 / N, y],
  "four cells outside above": (x) => [x, -1 - 7 / N],
};

for (const [place, from] of Object.entries(nowhere)) {
  Deno.test(`${place}: all interpolations write zero there, and only there`, () => {
    const lit = new Float32Array(2 * N * N).fill(1);
    // Sources of the right half are there, and the left half does not move.
    const flow = (_t: number, x: number, y: number) =>
      x > 0 ? from(x, y) : [x, y] as const;
    for (const name of names) {
      const moved = interpolations[name](lit, N, N, 2, flow, 1);
      const expected = lit.map((_, i) =>
        Math.floor(i / 2) % N >= N / 2 ? 0 : 1
      );
      allclose(moved, expected, { absolute: 1e-6 }, name);
    }
  });
}

Deno.test("all interpolations agree if all sources are whole cells", () => {
  const stream = randomStream(0, "cells");
  const image = Float32Array.from({ length: N * N }, stream);
  // Whole cells from -4 to N + 3, inside and outside of the image.
  const cell = () =>
    (Math.floor((N + 8) * stream()) - 4 - (N - 1) / 2) / (N / 2);
  const targets = Array.from(
    { length: N * N },
    () => [cell(), cell()] as const,
  );
  let at = 0;
  const flow = () => targets[at++ % targets.length];
  const [first, ...others] = names.map((name) => {
    at = 0;
    return interpolations[name](image, N, N, 1, flow, 1);
  });
  const outside = targets.map(([x, y]) =>
    Math.max(Math.abs(x), Math.abs(y)) > 1
  );
  assert(outside.includes(true) && outside.includes(false));
  first.forEach((value, i) => assertEquals(value === 0, outside[i]));
  for (const other of others) allclose(other, first, { absolute: 1e-5 });
});

Deno.test("all interpolations check their arguments, with their names in the error", () => {
  const image = new Float32Array(2 * N * N);
  for (const name of names) {
    const move = interpolations[name];
    const called = name === "bilinear" ? "warp" : name;
    for (const t of [NaN, Infinity]) {
      assertThrows(
        () => move(image, N, N, 2, rotation.flow, t),
        RangeError,
        `${called}: expected a finite parameter t, found ${t}`,
      );
    }
    assertThrows(
      () => move(image, N, N, 3, rotation.flow, 1),
      RangeError,
      `${called}: expected 16 x 16 x 3 values in image, found 512`,
    );
    assertThrows(
      () => move(image, N, N, 2, rotation.flow, 1, new Float32Array(3)),
      RangeError,
      `${called}: expected 16 x 16 x 2 values in out, found 3`,
    );
    assertThrows(
      () => move(image, N, N, 2, rotation.flow, 1, image),
      RangeError,
      `${called}: expected out to be another array than image`,
    );
  }
});

Deno.test("the spline keeps a smooth image better than the others on the way there and back", () => {
  const lost = names.map((name) => {
    const move = interpolations[name];
    const there = move(blob, N, N, 2, rotation.flow, 0.3);
    const back = move(there, N, N, 2, rotation.flow, -0.3);
    return back.reduce((sum, value, i) => sum + (value - blob[i]) ** 2, 0);
  });
  const [bilinear, nearest, spline, bicubic] = lost;
  assertEquals(names, ["bilinear", "nearest", "cubic-spline", "bicubic"]);
  assert(bilinear < nearest, `${lost}`);
  assert(spline < bicubic / 5 && bicubic < bilinear / 5, `${lost}`);
});

for (const name of ["cubic-spline", "bicubic"] as const) {
  Deno.test(`${name}: values stay within those of images`, () => {
    const edges = Float32Array.from(
      { length: N * N },
      (_, i) => (i % N) % 4 < 2 ? 1 : 0,
    );
    const move = interpolations[name];
    const moved = move(edges, N, N, 1, rotation.flow, 0.2);
    assert(moved.every((value) => value >= 0 && value <= 1));
    // Without clipping they would leave that range.
    assert(moved.includes(0) && moved.includes(1));
  });
}
