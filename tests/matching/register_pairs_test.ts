import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { makePairs } from "#lib/datasets/pairs.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import {
  type Transformation,
  transformations,
} from "#lib/flow/transformations.ts";
import { affine, norm, projectField, unit } from "#lib/lie/basis.ts";
import { type Frames, framesOf } from "#lib/matching/frames.ts";
import { movable } from "#lib/matching/movable.ts";
import { registerPairs } from "#lib/matching/register_pairs.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { blobs } from "../blobs.ts";

const { rotation, shear } = transformations;

/** Frames of bilinearly moved blobs, with their true t. */
function movedBlobs(
  transformation: Transformation,
  range: number,
  count: number,
) {
  const { pairs, truth } = makePairs(
    blobs(count, 12, randomStream(0, "images")),
    transformation,
    uniform(-range, range),
    randomStream(0, "pairs"),
  );
  return { frames: runAtOnce(framesOf(pairs))!, truth: truth.t };
}

const coefficientsOf = ({ field }: Transformation) =>
  projectField(field, affine).coefficients;

type Rest = Parameters<typeof registerPairs> extends [unknown, ...infer R] ? R
  : never;

const registered = async (frames: Frames, ...rest: Rest) => {
  const found = await runPausable(
    registerPairs(runAtOnce(movable(frames)), ...rest),
  );
  const { alpha, t, explained } = found;
  return { alpha, t, explained };
};

for (
  const [transformation, range] of [[rotation, Math.PI], [shear, 0.5]] as const
) {
  const { name } = transformation;
  Deno.test(`${name} up to ${range.toFixed(1)} either way is found without a start`, async () => {
    const { frames } = movedBlobs(transformation, range, 80);
    const { alpha, explained } = await registered(frames, affine, 0);
    const { angleDegrees } = generatorScores(
      alpha,
      coefficientsOf(transformation),
    );
    // Measured: 2.5e-4 degrees for the rotation, 1e-6 for the shear.
    assertAlmostEquals(norm(alpha), 1, 1e-12);
    assert(angleDegrees < 0.003, `${angleDegrees} degrees`);
    assert(explained > 0.9999, `${explained}`);
  });
}

Deno.test("a rough generator near the truth, and a wrong one, both lead to the truth", async () => {
  const cases = [
    {
      ...movedBlobs(shear, 0.5, 60),
      field: unit(coefficientsOf(shear)),
      alpha: unit(coefficientsOf(shear).map((a, k) => a + 0.05 * (k - 2))),
    },
    {
      // No fit gets from a shift to a rotation over the whole circle.
      ...movedBlobs(rotation, Math.PI, 60),
      field: unit(coefficientsOf(rotation)),
      alpha: unit([1, 0, 0, 0, 0, 0]),
    },
  ];
  for (const { frames, truth, field, alpha } of cases) {
    const rough = {
      alpha: Float64Array.from(alpha),
      t: Float64Array.from(truth, (t) => 0.5 * t),
    };
    const found = await registered(frames, affine, 0, rough);
    const { angleDegrees } = generatorScores(found.alpha, field);
    assert(angleDegrees < 0.003, `${angleDegrees} degrees`);
  }
});

Deno.test("unrelated pairs have no generator that explains them", async () => {
  const { frames } = movedBlobs(rotation, 0.5, 80);
  const cells = frames.side ** 2;
  // Every x0 gets the next pair's xt.
  const xt = new Float32Array(frames.xt.length);
  xt.set(frames.xt.subarray(cells));
  xt.set(frames.xt.subarray(0, cells), xt.length - cells);
  const strangers: Frames = { ...frames, xt };
  const { alpha, explained } = await registered(strangers, affine, 0);
  assert(alpha.every(Number.isFinite));
  assert(explained < 0.5, `${explained}`);
});

Deno.test("the same seed gives the same generator to the bit", async () => {
  const { frames } = movedBlobs(rotation, 0.5, 40);
  const [one, again] = [
    await registered(frames, affine, 3),
    await registered(frames, affine, 3),
  ];
  assertEquals(one, again);
});

Deno.test("pairs that do not move have a generator, and nothing is explained", async () => {
  const { frames } = movedBlobs(rotation, 0.5, 40);
  const { alpha, explained } = await registered(
    { ...frames, xt: frames.x0 },
    affine,
    0,
  );
  assert(alpha.every(Number.isFinite));
  assertAlmostEquals(norm(alpha), 1, 1e-12);
  assertEquals(explained, 0);
});

Deno.test("a few unrelated pairs among the others do not change the generator", async () => {
  const { frames } = movedBlobs(rotation, 0.5, 100);
  const cells = frames.side ** 2;
  const xt = frames.xt.slice();
  for (const pair of [3, 20, 41, 57, 76, 98]) {
    const other = (pair + 11) % 100;
    const image = frames.xt.subarray(other * cells, (other + 1) * cells);
    xt.set(image, pair * cells);
  }
  const { alpha } = await registered({ ...frames, xt }, affine, 0);
  const { angleDegrees } = generatorScores(alpha, coefficientsOf(rotation));
  // With equal weights for all pairs the error would be 1 to 2 degrees.
  assert(angleDegrees < 0.02, `${angleDegrees} degrees`);
});
