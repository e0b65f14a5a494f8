import { numbersTo } from "#lib/matching/frames.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { polish, type Polished } from "#lib/matching/polish.ts";
import { reachOf, register } from "#lib/matching/registration.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import { transformations } from "#lib/flow/transformations.ts";
import {
  affine,
  type Basis,
  norm,
  projectField,
  quadratic,
  unit,
} from "#lib/lie/basis.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { allclose } from "../allclose.ts";
import {
  blobScene,
  correlation,
  drawn,
  drawnT,
  type MovedOptions,
  movedPairs,
  waveScene,
  workingOf,
} from "../detection/moved_blobs.ts";

const { rotation, scaling, spiral, specialConformalX } = transformations;

/** Pairs with a start, alpha and t, that is some degrees off. */
async function startOf(
  transformation: typeof rotation,
  basis: Basis,
  truth: Float64Array,
  options: MovedOptions = {},
) {
  const { images } = await workingOf(
    movedPairs(transformation.flow, truth, options),
  );
  const field = projectField(transformation.field, basis).coefficients;
  const gauss = standardNormal(randomStream(options.seed ?? 0, "start"));
  const alpha = unit(unit(field).map((value) => value + 0.06 * gauss()));
  // The t are in another unit and inexact, as those of a network are.
  const t = truth.map((t) => norm(field) * (0.8 * t + 0.1 * gauss()));
  return { images, alpha, t, field };
}

const flows: readonly (readonly [
  typeof rotation,
  Basis,
  Float64Array,
  MovedOptions,
])[] = [
  [rotation, quadratic, drawnT(50, -0.8, 0.8), {}],
  [spiral, affine, drawnT(60, -0.4, 0.4), { noise: 0.02 }],
  [specialConformalX, quadratic, drawnT(60, -0.4, 0.4), { noise: 0.005 }],
  [rotation, affine, drawnT(60, -0.5, 0.5), { scene: waveScene }],
];

for (const [transformation, basis, truth, options] of flows) {
  const { name } = transformation;
  const where = options.scene === undefined ? "blobs" : "scenes";
  Deno.test(`${name} of ${where}: generator and t are found from a start near them`, async () => {
    const start = await startOf(transformation, basis, truth, options);
    const { images, field } = start;
    const before = generatorScores(start.alpha, field).angleDegrees;
    assert(before > 5, `${before}`);
    const found = runAtOnce(register(
      images,
      basis,
      numbersTo(truth.length),
      start.alpha,
      start.t,
      12,
    ));
    const { angleDegrees } = generatorScores(found.alpha, field);
    assert(angleDegrees < 0.3, `${angleDegrees} degrees`);
    assertAlmostEquals(norm(found.alpha), 1, 1e-12);
    assert(correlation(found.t, truth) > 0.999);
    // t is in units of the unit generator; the median counts.
    const scales = found.t.map((t, i) => t / truth[i] / norm(field));
    assertAlmostEquals(scales.toSorted()[truth.length / 2], 1, 0.01);
  });
}

Deno.test("a blur of all xt is not taken for a flow", async () => {
  // The t have one sign, so that a growth would blur as a blur does.
  const truth = drawnT(80, 0.1, 0.4);
  const start = await startOf(scaling, affine, truth);
  const { images } = start;
  const blurred = images.xt.map((value, i, xt) => {
    const [row, column] = [Math.floor(i / 16) % 16, i % 16];
    if (row % 15 === 0 || column % 15 === 0) return value;
    const beside = xt[i - 1] + xt[i + 1] + xt[i - 16] + xt[i + 16];
    return value + 0.1 * (beside - 4 * value);
  });
  const fit = (xt: Float32Array) =>
    runAtOnce(register(
      { ...images, xt },
      affine,
      numbersTo(80),
      start.alpha,
      start.t,
      12,
    ));
  const [sharp, soft] = [fit(images.xt), fit(blurred)];
  // The blur adds half the variance of a cell's four neighbours to the axes of xt only.
  const added = soft.blurs.map((blur, k) => blur - sharp.blurs[k]);
  allclose(added, [0, 0, 0.1, 0.1], { absolute: 5e-3 });
  const { angleDegrees } = generatorScores(soft.alpha, sharp.alpha);
  assert(angleDegrees < 0.3, `${angleDegrees} degrees`);
});

Deno.test("pixels that average over an area are not taken for a flow", async () => {
  const { shear } = transformations;
  const truth = drawnT(60, -0.5, 0.5);
  const cell = 2 / 16;
  // Pixels have the mean over a square of two cells, whose variance is a third of a
  // cell.
  const places = [-0.75, -0.25, 0.25, 0.75].map((part) => part * cell);
  const pairs = movedPairs(shear.flow, truth);
  const stream = randomStream(0, "scenes");
  const [x0, xt] = [pairs.x0.slice(), pairs.xt.slice()];
  for (let i = 0; i < 60; i++) {
    const scene = blobScene(stream);
    const seen = (t: number) =>
      drawn((x, y) => {
        let sum = 0;
        for (const dx of places) {
          for (const dy of places) {
            sum += scene(...shear.flow(-t, x + dx, y + dy));
          }
        }
        return sum / 16;
      }, 16);
    x0.set(seen(0), i * 256);
    xt.set(seen(truth[i]), i * 256);
  }
  const { images } = await workingOf({ ...pairs, x0, xt });
  const field = unit(projectField(shear.field, affine).coefficients);
  const found = runAtOnce(
    register(images, affine, numbersTo(60), field, truth, 8),
  );
  const { angleDegrees } = generatorScores(found.alpha, field);
  assert(angleDegrees < 0.1, `${angleDegrees} degrees`);
  // Four points per axis stand for the square, with half of their variance (0.75^2 +
  // 0.25^2) / 2 squares of a cell.
  const half = 0.3125 / 2;
  const [x0AlongX, x0AlongY, xtAlongX, xtAlongY] = found.blurs;
  assertAlmostEquals(x0AlongY, -half, 0.04);
  assertAlmostEquals(xtAlongY, half, 0.04);
  // A shear keeps a blur along x, so only the sum of these two is determined.
  assertAlmostEquals(x0AlongX + xtAlongX, 0, 2e-3);
  assertAlmostEquals(x0AlongY + xtAlongY, 0, 2e-3);
});

Deno.test("only the chosen pairs are used", async () => {
  const truth = drawnT(60, -0.8, 0.8);
  const start = await startOf(rotation, affine, truth);
  const chosen = numbersTo(60).filter((pair) => pair % 2 === 1);
  const t = Float64Array.from(chosen, (pair) => start.t[pair]);
  const fit = (xt: Float32Array) =>
    runAtOnce(register(
      { ...start.images, xt },
      affine,
      chosen,
      start.alpha,
      t,
      5,
    ));
  const found = fit(start.images.xt);
  assertEquals(found.t.length, 30);
  const damaged = start.images.xt.map((value, i) =>
    Math.floor(i / 256) % 2 === 0 ? 1 - value : value
  );
  assertEquals(fit(damaged), found);
});

/** Errors after each number of rounds. */
const errorsAfter = (
  { images, alpha, t }: Awaited<ReturnType<typeof startOf>>,
  basis: Basis,
  rounds: readonly number[],
) =>
  rounds.map((round) =>
    runAtOnce(register(images, basis, numbersTo(t.length), alpha, t, round))
      .error
  );

Deno.test("a few rounds from a near start leave hardly any error, and more rounds do not increase it", async () => {
  const start = await startOf(rotation, affine, drawnT(50, -0.8, 0.8));
  const errors = errorsAfter(start, affine, [0, 3, 5, 6, 7, 8, 9]);
  assert(errors[1] < 0.04 * errors[0], `${errors}`);
  assert(errors[3] < 5e-4 * errors[0], `${errors}`);
  errors.slice(1).forEach((error, i) => assert(error <= errors[i]));
});

Deno.test("the error from a distant start falls with every round", async () => {
  const truth = drawnT(50, -0.8, 0.8);
  const start = await startOf(rotation, quadratic, truth);
  const gauss = standardNormal(randomStream(3, "far"));
  const alpha = unit(start.alpha.map(gauss));
  const far = { ...start, alpha, t: truth.map(gauss) };
  const errors = errorsAfter(far, quadratic, [0, 1, 2, 3]);
  assert(errors[3] < 0.6 * errors[0], `${errors}`);
  errors.slice(1).forEach((error, i) => assert(error < errors[i]));
});

/** A registration with its polish. */
function polished(
  ...fit: Parameters<typeof register>
): Promise<Polished> {
  const [images, basis, chosen, , t] = fit;
  const reach = reachOf(Float64Array.from(t));
  return runPausable(
    polish(images, basis, chosen, runAtOnce(register(...fit)), reach),
  );
}

/** The trace of the covariance, estimated from the pairs' influences. */
const scatterOf = ({ influences }: Polished) =>
  influences.pairs.reduce((sum, value) => sum + value * value, 0);

Deno.test("the covariance falls as one over the number of pairs, and agrees with the scatter over other draws", async () => {
  const basis = affine;
  const draws = async (count: number, seeds: number) => {
    const all: Polished[] = [];
    for (let seed = 0; seed < seeds; seed++) {
      const truth = drawnT(count, -0.6, 0.6);
      const options = { noise: 0.1, seed, size: 12 };
      const start = await startOf(rotation, basis, truth, options);
      const field = unit(start.field);
      const t = truth.map((t) => Math.SQRT2 * t);
      all.push(
        await polished(start.images, basis, numbersTo(count), field, t, 3),
      );
    }
    const mean = basis.terms.map((_, k) =>
      all.reduce((sum, { alpha }) => sum + alpha[k], 0) / seeds
    );
    const scatter = all.reduce(
      (sum, { alpha }) =>
        sum + alpha.reduce((sum, a, k) => sum + (a - mean[k]) ** 2, 0),
      0,
    ) / (seeds - 1);
    const said = all.reduce((sum, one) => sum + scatterOf(one), 0) / seeds;
    return { said, scatter };
  };
  const few = await draws(50, 12), many = await draws(200, 2);
  const ratio = few.said / many.said;
  assert(ratio > 3 && ratio < 5.5, `${ratio}`);
  // 12 draws of 6 numbers determine a variance to about a fifth.
  const right = few.said / few.scatter;
  assert(right > 0.5 && right < 2, `${right}`);
});

Deno.test("influences are tangent to the unit sphere, and sum to zero", async () => {
  const truth = drawnT(60, -0.8, 0.8);
  const start = await startOf(rotation, affine, truth, { noise: 0.05 });
  const { alpha, influences } = await polished(
    start.images,
    affine,
    numbersTo(60),
    start.alpha,
    start.t,
    12,
  );
  const { pairs, places } = influences;
  const size = Math.max(...pairs.map(Math.abs));
  const sum = new Float64Array(6);
  for (let i = 0; i < 60; i++) {
    let along = 0;
    for (let k = 0; k < 6; k++) {
      along += alpha[k] * pairs[i * 6 + k];
      sum[k] += pairs[i * 6 + k];
    }
    assert(Math.abs(along) < 1e-9 * size, `${along / size}`);
  }
  // At the end of a fit the gradients of all pairs sum to 0.
  sum.forEach((value) =>
    assert(Math.abs(value) < 0.1 * size, `${value / size}`)
  );
  assert(places.every((variance) => variance >= 0));
});

Deno.test("errors at one place of all frames count in the places' variance, those of each pair do not", async () => {
  const truth = drawnT(60, -0.8, 0.8);
  const noise = 0.05;
  const start = await startOf(rotation, affine, truth, { noise });
  const gauss = standardNormal(randomStream(0, "pattern"));
  const pattern = Float32Array.from({ length: 256 }, () => noise * gauss());
  const fit = async (xt: Float32Array) => {
    const images = { ...start.images, xt };
    const { influences } = await polished(
      images,
      affine,
      numbersTo(60),
      start.alpha,
      start.t,
      12,
    );
    const ofPairs = new Float64Array(6);
    influences.pairs.forEach((value, i) => ofPairs[i % 6] += value ** 2);
    const share = ofPairs.map((variance, k) => influences.places[k] / variance);
    return share.reduce((sum, value) => sum + value, 0) / 6;
  };
  const own = await fit(start.images.xt);
  const shared = await fit(
    start.images.xt.map((value, i) => value + pattern[i % 256]),
  );
  assert(own < 0.2, `${own}`);
  assert(shared > 3 * own, `${shared}, ${own}`);
});

Deno.test("a single outlier of t does not widen the reach", () => {
  const t = Float64Array.from({ length: 100 }, (_, i) => (i - 50) / 50);
  const reach = reachOf(t);
  assert(reach > 1.4 && reach < 1.6, `${reach}`);
  t[3] = -400;
  assertAlmostEquals(reachOf(t), reach, 0.05);
  assertEquals(reachOf(t.map((value) => -value)), reachOf(t));
  assert(reachOf(new Float64Array(9)) > 0);
});

Deno.test("images that do not move have a finite answer", async () => {
  const { images } = await workingOf(
    movedPairs(rotation.flow, new Float64Array(50)),
  );
  const still = new Float64Array(50);
  const start = unit([0, 0, -1, 0, 1, 0]);
  const found = await polished(images, affine, numbersTo(50), start, still, 5);
  assertAlmostEquals(norm(found.alpha), 1, 1e-12);
  assert(found.t.every((t) => Math.abs(t) < 1e-6));
  assert(found.influences.pairs.every(Number.isFinite));
  assert(found.influences.places.every(Number.isFinite));
});
