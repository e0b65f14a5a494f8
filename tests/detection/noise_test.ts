import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { flowTable } from "#lib/detection/flow_table.ts";
import {
  BLUR,
  linearise,
  type Linearised,
  movable,
} from "#lib/detection/linearise.ts";
import { withoutNoise } from "#lib/detection/noise.ts";
import { noiseLevelOf } from "#lib/detection/noise_level.ts";
import { transformations } from "#lib/images/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import { normal, randomStream } from "#lib/random/streams.ts";
import {
  allOf,
  drawnT,
  movedPairs,
  waveScene,
  workingOf,
} from "./moved_blobs.ts";

const SIDE = 16, COUNT = 40, REPEATS = 6;
const WHOLE = { left: 0, right: 15, top: 0, bottom: 15 };
const gauss = normal(randomStream(0, "noise test"));
const { shear } = transformations;
const t = drawnT(COUNT, -0.4, 0.4);
const flow = [0.1, 0.2, 0.9, 0, -0.2, 0.3];
const blurs = { softness: 0.02, pointSpread: 0.1 };

const withNoise = (images: Float32Array, sd: number) =>
  images.map((value) => value + sd * gauss());

for (const scene of [undefined, waveScene]) {
  const what = scene === undefined ? "blobs" : "waves";
  const { pairs } = await workingOf(movedPairs(shear.flow, t, { scene }));
  const matchOf = (sd: number) => {
    const images = movable({
      ...pairs,
      x0: withNoise(pairs.x0, sd),
      xt: withNoise(pairs.xt, sd),
    });
    const table = flowTable(affine, flow, 0.5, SIDE);
    const found = linearise(images, table, t, allOf(COUNT), BLUR, blurs);
    return { images, table, found };
  };

  Deno.test(`${what}: the noise level is that of the noise, whatever is shown`, () => {
    const level = (sd: number) =>
      noiseLevelOf(withNoise(pairs.x0, sd), SIDE, WHOLE);
    for (const sd of [0.05, 0.1, 0.3]) {
      assert(Math.abs(level(sd) / sd - 1) < 0.15, `${level(sd)} of ${sd}`);
    }
    assert(level(0) < 0.02, `${level(0)}`);
  });

  Deno.test(`${what}: without noise, statistics are on average those of clean images`, () => {
    const clean = matchOf(0).found;
    const sums = (of: (name: keyof Linearised) => Float64Array) =>
      (["tCurvature", "curvature", "gradient", "mixed"] as const).map(
        (name) => {
          const width = name === "curvature" ? 1 : COUNT;
          const out = new Float64Array(of(name).length / width);
          of(name).forEach((value, i) => out[i % out.length] += value);
          return out;
        },
      );
    const [seen, kept] = [true, false].map((asSeen) => {
      const mean = sums((name) => clean[name]).map((sum) => sum.fill(0));
      for (let k = 0; k < REPEATS; k++) {
        const { images, table, found } = matchOf(0.2);
        const match = asSeen
          ? found
          : withoutNoise(images, table, t, found, BLUR, blurs);
        sums((name) => match[name]).forEach((sum, j) =>
          sum.forEach((value, i) => mean[j][i] += value / REPEATS)
        );
      }
      return mean;
    });
    const truth = sums((name) => clean[name]);
    const distance = (found: readonly Float64Array[], j: number) =>
      Math.hypot(...found[j].map((value, i) => value - truth[j][i]));
    truth.forEach((_, j) => {
      const [before, after] = [distance(seen, j), distance(kept, j)];
      // What noise adds is far more than what is left of it.
      if (j < 2) assert(after < 0.25 * before, `${j}: ${after}, ${before}`);
      else assert(after < 1.2 * before, `${j}: ${after}, ${before}`);
    });
  });
}

Deno.test("images without noise keep their match", async () => {
  const { images } = await workingOf(movedPairs(shear.flow, t));
  const quiet = { ...images, noise: { x0: 0, xt: 0 } };
  const table = flowTable(affine, flow, 0.5, SIDE);
  const found = linearise(images, table, t, allOf(COUNT), BLUR, blurs);
  assertEquals(withoutNoise(quiet, table, t, found, BLUR, blurs), found);
});

Deno.test("no more noise is taken out than the residuals have", async () => {
  // A fine pattern in both images that moves along is no noise.
  const { images } = await workingOf(movedPairs(shear.flow, t));
  const loud = { ...images, noise: { x0: 10, xt: 10 } };
  const table = flowTable(affine, [0, 0, 1, 0, 0, 0], 0.5, SIDE);
  const found = linearise(images, table, t, allOf(COUNT), BLUR, blurs);
  const kept = withoutNoise(loud, table, t, found, BLUR, blurs);
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  assertAlmostEquals(
    sum(kept.tCurvature) / sum(found.tCurvature),
    1,
    0.01,
  );
});
