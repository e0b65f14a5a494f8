import type { Blurs } from "#lib/matching/relative_blurs.ts";
import { framesOf, numbersTo } from "#lib/matching/frames.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import { orbitTable } from "#lib/flow/orbit_table.ts";
import { frameOf } from "#lib/matching/frame.ts";
import { linearise, type Linearised } from "#lib/matching/residuals.ts";
import { BLUR, movable, noiseLevels } from "#lib/matching/movable.ts";
import { noiseEffect } from "#lib/matching/noise.ts";
import {
  noiseLevelOf,
  type NoiseLevels,
  unitNoiseIn,
} from "#lib/matching/noise_level.ts";
import { readPairs } from "#lib/detection/read_pairs.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import {
  drawnT,
  movedPairs,
  waveScene,
  workingOf,
} from "../detection/moved_blobs.ts";
import type { Pausable } from "#lib/runtime/pausable.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";

const SIDE = 16, COUNT = 50, LARGEST = 0.5;
const gauss = standardNormal(randomStream(0, "noise test"));
const { shear } = transformations;
const t = drawnT(COUNT, -0.4, 0.4);
const alpha = Float64Array.from([0.1, 0.2, 0.9, 0, -0.2, 0.3]);
const blurs: Blurs = [0.02, 0.03, 0.1, 0.08];
const state = { alpha, t, blurs };
const SIZE = { height: SIDE, width: SIDE };

const withNoise = (images: Float32Array, sd: number) =>
  images.map((value) => value + sd * gauss());
const sumOf = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

for (const scene of [undefined, waveScene]) {
  const what = scene === undefined ? "blobs" : "waves";
  const { pairs } = await workingOf(movedPairs(shear.flow, t, { scene }));

  Deno.test(`${what}: the noise level is found, whatever the content`, () => {
    const level = (sd: number) =>
      runAtOnce(noiseLevelOf(
        withNoise(pairs.x0, sd),
        SIDE,
        pairs.region,
        pairs.unitNoise,
      ));
    for (const sd of [0.05, 0.1, 0.3]) {
      assert(Math.abs(level(sd) / sd - 1) < 0.15, `${level(sd)} of ${sd}`);
    }
    assert(level(0) < 0.02, `${level(0)}`);
  });

  Deno.test(`${what}: with the effect of noise subtracted, statistics are close to those of clean images`, () => {
    const table = runAtOnce(orbitTable(affine, alpha, LARGEST, SIZE));
    const matchOf = (sd: number) => {
      const images = runAtOnce(movable({
        ...pairs,
        x0: withNoise(pairs.x0, sd),
        xt: withNoise(pairs.xt, sd),
      }));
      const found = runAtOnce(
        linearise(images, table, t, numbersTo(COUNT), BLUR, blurs),
      );
      return { images, found };
    };
    const clean = matchOf(0).found;
    // The curvatures have a noise effect that does not vanish on average.
    const names = ["tCurvature", "curvature"] as const;
    const distance = (found: Linearised, name: typeof names[number]) => {
      const width = name === "curvature" ? found.curvature.length : 1;
      const difference = new Float64Array(width);
      found[name].forEach((value, i) =>
        difference[i % width] += value - clean[name][i]
      );
      return Math.hypot(...difference);
    };
    const { images, found } = matchOf(0.3);
    const subtract = runAtOnce(
      noiseEffect(images, affine, state, LARGEST, BLUR),
    )!;
    const kept = subtract(found, t, 1);
    for (const name of names) {
      const [before, after] = [distance(found, name), distance(kept, name)];
      assert(after < 0.3 * before, `${name}: ${after}, ${before}`);
    }
  });
}

Deno.test("noise pulls towards flows that bring in cells without noise, and this effect is subtracted", () => {
  // The images are empty: only noise can be matched, and there is none beyond the edge.
  const [count, side] = [400, SIDE];
  const region = { left: 0, right: 15, top: 0, bottom: 15 };
  const shape = { height: side, width: side, channels: 1 };
  const unitNoise = runAtOnce(unitNoiseIn(frameOf(shape), shape));
  const empty = new Float32Array(count * side * side);
  const images = runAtOnce(movable({
    ...{ count, side, region, surroundings: "black" as const, unitNoise },
    x0: withNoise(empty, 0.2),
    xt: withNoise(empty, 0.2),
  }));
  const shift = Float64Array.from([1, 0, 0, 0, 0, 0]);
  const table = runAtOnce(orbitTable(affine, shift, LARGEST, SIZE));
  const far = new Float64Array(count).fill(0.4);
  const found = runAtOnce(
    linearise(images, table, far, numbersTo(count), BLUR, blurs),
  );
  const at = { ...state, alpha: shift };
  const subtract = runAtOnce(noiseEffect(images, affine, at, LARGEST, BLUR))!;
  const kept = subtract(found, far, 1);
  const pull = (match: Linearised) => sumOf(match.tGradient);
  assert(pull(found) < 0, `${pull(found)}`);
  assert(Math.abs(pull(kept)) < 0.35 * -pull(found), `${pull(kept)}`);
  // With the share 0.5, half of the effect is subtracted.
  const half = subtract(found, far, 0.5);
  assertAlmostEquals(
    2 * pull(half),
    pull(found) + pull(kept),
    1e-6 * Math.abs(pull(found)),
  );
});

/** A constant noise level, in the form of `MovablePairs.noise`. */
function* levels(of: number): Pausable<NoiseLevels> {
  yield;
  return { x0: of, xt: of };
}

Deno.test("images without noise have no effect to subtract", async () => {
  const { images } = await workingOf(movedPairs(shear.flow, t));
  const quiet = { ...images, noise: () => levels(0) };
  assertEquals(
    runAtOnce(noiseEffect(quiet, affine, state, LARGEST, BLUR)),
    undefined,
  );
});

Deno.test("no more noise is subtracted than the residuals have", async () => {
  // If the residuals vanish, apparent noise is fine content.
  const { images } = await workingOf(movedPairs(shear.flow, t));
  const loud = { ...images, noise: () => levels(10) };
  const truth = Float64Array.from([0, 0, 1, 0, 0, 0]);
  const table = runAtOnce(orbitTable(affine, truth, LARGEST, SIZE));
  const found = runAtOnce(
    linearise(images, table, t, numbersTo(COUNT), BLUR, blurs),
  );
  const at = { ...state, alpha: truth };
  const kept = runAtOnce(noiseEffect(loud, affine, at, LARGEST, BLUR))!(
    found,
    t,
    1,
  );
  const ratio = sumOf(kept.tCurvature) / sumOf(found.tCurvature);
  assert(ratio > 0.98 && ratio < 1, `${ratio}`);
});

for (const [height, width] of [[27, 28], [48, 36], [64, 64], [16, 16]]) {
  Deno.test(`${height} x ${width}: the level is that of the noise before resampling`, async () => {
    const count = 50, values = new Float32Array(count * height * width);
    values.fill(0.5);
    // One bright pixel determines the scale of the images.
    values[values.length >> 1] = 3.5;
    const stack = () => withNoise(values, 0.3);
    const working = await readPairs(
      memoryStacks({
        count,
        height,
        width,
        channels: 1,
        x0: stack(),
        xt: stack(),
      }),
      count,
      0,
    );
    const { side, region, unitNoise, x0 } = working;
    const level = runAtOnce(noiseLevelOf(x0, side, region, unitNoise));
    const other = runAtOnce(noiseLevelOf(working.xt, side, region, unitNoise));
    assert(Math.abs(level / other - 1) < 0.05, `${level}, ${other}`);
    // Images and level are in units of the largest difference.
    const spread = Math.hypot(...x0) / Math.sqrt(x0.length);
    const placed = unitNoise.filter((_, i) => {
      const [row, column] = [Math.floor(i / side) % side, i % side];
      return row >= region.top && row <= region.bottom &&
        column >= region.left && column <= region.right;
    });
    const unit = Math.hypot(...placed) / Math.sqrt(placed.length);
    const share = placed.length / unitNoise.length;
    assert(
      level * unit * Math.sqrt(share) < 1.1 * spread,
      `${level * unit}, ${spread}`,
    );
    assert(level * unit > 0.5 * spread, `${level * unit}, ${spread}`);
  });
}

Deno.test("fine content that does not move is not taken for noise", () => {
  const stream = standardNormal(randomStream(0, "fine content"));
  const cells = SIDE * SIDE;
  const texture = Float32Array.from({ length: COUNT * cells }, stream);
  const frames = runAtOnce(framesOf({
    count: COUNT,
    height: SIDE,
    width: SIDE,
    channels: 1,
    surroundings: "unknown",
    x0: texture,
    xt: texture,
  }))!;
  const { side, region, unitNoise } = frames;
  const scale = runAtOnce(
    noiseLevelOf(frames.x0, side, region, unitNoise),
  );
  for (const sd of [0, 0.05, 0.2]) {
    const noisy = (stack: Float32Array) =>
      stack.map((value) => value + sd * scale * gauss());
    const levels = runAtOnce(noiseLevels({
      ...frames,
      x0: noisy(frames.x0),
      xt: noisy(frames.xt),
    }));
    for (const level of [levels.x0, levels.xt]) {
      assert(Math.abs(level / scale - sd) <= 0.1 * sd, `${level / scale}`);
    }
  }
});
