import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { deviation, extent } from "d3-array";
import { augment } from "#lib/detection/augment.ts";
import { learnedT } from "#lib/detection/learned_t.ts";
import { foundFlow } from "#lib/detection/use.ts";
import { modesOf } from "#lib/evaluation/modes.ts";
import { wassersteinDistance } from "#lib/evaluation/wasserstein.ts";
import { randomStream } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { blobs } from "../blobs.ts";
import { detectionExample, nothingFound } from "./detection_example.ts";

const detection = detectionExample();

function pictures(count: number, size: number) {
  const { pixels } = blobs(count, size, randomStream(2, "pictures"));
  return Array.from({ length: count }, (_, i) => ({
    pixels: pixels.slice(i * size ** 2, (i + 1) * size ** 2),
    height: size,
    width: size,
    channels: 1,
  }));
}

Deno.test("every copy is its image, moved by its own t", () => {
  const images = [...pictures(2, 12), ...pictures(1, 9)];
  const moved = augment(images, detection, { seed: 3, copies: 4 });
  assertEquals(moved.length, 12);
  assertEquals(new Set(moved.map(({ t }) => t)).size, 12);
  moved.forEach(({ t, pixels, height }, i) => {
    const image = images[Math.floor(i / 4)];
    assertEquals(height, image.height);
    const alone = foundFlow(detection)(image, t).pixels;
    pixels.forEach((value, k) => assertAlmostEquals(value, alone[k], 1e-5));
  });
});

Deno.test("the seed decides", () => {
  const images = pictures(3, 8);
  const of = (seed: number) => augment(images, detection, { seed });
  assertEquals(of(1), of(1));
  assertNotEquals(of(1), of(2));
});

Deno.test("t is distributed as the held-out t are, modes and ends included", () => {
  const draw = learnedT(detection, randomStream(0, "t"), false);
  const t = Array.from({ length: 5000 }, draw);
  const explained = detection.held.t.filter((_, i) =>
    detection.held.explained[i] > 0.5
  );
  const distance = wassersteinDistance(t, explained);
  assert(distance < 0.03 * deviation(explained)!, `${distance}`);
  assertEquals(modesOf(t).length, 2);
  const [low, high] = extent(explained) as [number, number];
  assert(t.every((value) => value >= low && value <= high));
  assert(new Set(t).size > 4990, "they are drawn between the held-out t, too");
});

Deno.test("pairs that are not explained do not count for the distribution of t", () => {
  const t = detection.held.t.map((value, i) => i % 4 === 0 ? 50 : value);
  const explained = t.map((value) => value === 50 ? 0.1 : 0.9);
  const held = { ...detection.held, t, explained };
  const draw = learnedT({ ...detection, held }, randomStream(0, "t"), false);
  assert(Array.from({ length: 500 }, draw).every((value) => value < 2));
});

Deno.test("without a generator that was found augment refuses, unless forced", () => {
  const images = pictures(1, 8);
  const nothing = nothingFound();
  assertThrows(
    () => augment(images, nothing, { seed: 0 }),
    UserError,
    'augment: expected a generator that was found, found the verdict "none"',
  );
  assertEquals(augment(images, nothing, { seed: 0, force: true }).length, 1);
  const weak = { kind: "weak", reason: "" } as const;
  assertEquals(
    augment(images, { ...nothing, verdict: weak }, { seed: 0 }).length,
    1,
  );
});

Deno.test("too few explained pairs are refused", () => {
  const held = {
    ...detection.held,
    explained: detection.held.t.map((_, i) => i < 9 ? 0.9 : 0),
  };
  assertThrows(
    () => augment([], { ...detection, held }, { seed: 0 }),
    UserError,
    "expected at least 10 held-out pairs that the flow explains, found 9 of 400",
  );
  const empty = {
    indices: new Uint32Array(),
    t: new Float64Array(),
    networkT: new Float64Array(),
    explained: new Float64Array(),
  };
  assertThrows(
    () => augment([], { ...detection, held: empty }, { seed: 0, force: true }),
    UserError,
    "found 0 of 0",
  );
});

Deno.test("if all pairs have the same t, it is always drawn", () => {
  const t = detection.held.t.map(() => 0.4);
  const found = { held: { ...detection.held, t }, modes: [] };
  assertEquals(learnedT(found, randomStream(0, "t"), false)(), 0.4);
});

Deno.test("augment names what is wrong", () => {
  for (const copies of [0, 1.5, NaN]) {
    assertThrows(
      () => augment([], detection, { seed: 0, copies }),
      RangeError,
      "augment: copies: expected an integer from 1 to 1000000",
    );
  }
  assertThrows(() => augment([], detection, { seed: -1 }), RangeError, "seed");
});
