import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { makePairs } from "#lib/datasets/pairs.ts";
import type { ImageSet } from "#lib/datasets/types.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { warp } from "#lib/images/warp.ts";
import {
  logOfUniform,
  normalModes,
  uniform,
} from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

const COUNT = 40, HEIGHT = 6, WIDTH = 8, CHANNELS = 2;
const LENGTH = HEIGHT * WIDTH * CHANNELS;

function images(): ImageSet {
  return {
    name: "noise",
    count: COUNT,
    height: HEIGHT,
    width: WIDTH,
    channels: CHANNELS,
    surroundings: "unknown",
    pixels: Float32Array.from(
      { length: COUNT * LENGTH },
      randomStream(0, "pixels"),
    ),
  };
}

const { rotation, scaling } = transformations;
const small = uniform(-0.35, 0.35);

Deno.test("the same seed gives the same pairs, another seed others", () => {
  const make = (seed: number) =>
    makePairs(images(), rotation, small, randomStream(seed, "t"));
  const [one, again, other] = [make(0), make(0), make(1)];
  assertEquals(one.pairs, again.pairs);
  assertEquals(one.truth.t, again.truth.t);
  assertNotEquals(one.truth.t, other.truth.t);
  assertEquals(one.pairs.x0, other.pairs.x0);
});

Deno.test("x0 is the images, untouched, and xt each moved by its own t", () => {
  const set = images();
  const { pairs, truth } = makePairs(set, scaling, small, randomStream(0));
  assertEquals(set.pixels, images().pixels);
  assertEquals(pairs.x0, set.pixels);
  const { x0: _x0, xt: _xt, ...sizes } = pairs;
  assertEquals(sizes, {
    count: COUNT,
    height: HEIGHT,
    width: WIDTH,
    channels: CHANNELS,
    surroundings: "unknown",
  });
  for (let i = 0; i < COUNT; i++) {
    const [from, to] = [i * LENGTH, (i + 1) * LENGTH];
    allclose(
      pairs.xt.subarray(from, to),
      warp(
        set.pixels.subarray(from, to),
        HEIGHT,
        WIDTH,
        CHANNELS,
        scaling.flow,
        truth.t[i],
      ),
      {},
      `pair ${i}`,
    );
  }
});

for (
  const distribution of [
    small,
    normalModes([-0.2, 0.2], 0.04),
    logOfUniform(0.7, 1.4),
  ]
) {
  Deno.test(`the truth lies within the support of ${distribution.name}`, () => {
    const stream = randomStream(0, "t");
    const { truth } = makePairs(images(), scaling, distribution, stream);
    const [low, high] = distribution.support;
    assertEquals(truth.t.length, COUNT);
    assert(truth.t.every((t) => t >= low && t <= high));
    assertEquals(new Set(truth.t).size, COUNT);
    assertEquals(truth.distribution, distribution);
    assertEquals(truth.transformation, scaling);
  });
}

Deno.test("the pairs have no field with the truth", () => {
  const { pairs } = makePairs(images(), rotation, small, randomStream(0));
  assertEquals(Object.keys(pairs).sort(), [
    "channels",
    "count",
    "height",
    "surroundings",
    "width",
    "x0",
    "xt",
  ]);
});
