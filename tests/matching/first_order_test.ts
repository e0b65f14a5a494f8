import { numbersTo } from "#lib/matching/frames.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { firstOrder } from "#lib/matching/first_order.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import {
  type Transformation,
  transformations,
} from "#lib/flow/transformations.ts";
import { norm, projectField, quadratic } from "#lib/lie/basis.ts";
import type { RandomStream } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import {
  blobScene,
  correlation,
  drawnT,
  movedPairs,
  type Scene,
  waveScene,
  workingOf,
} from "../detection/moved_blobs.ts";

const COUNT = 60;

/** Blobs far from the edge. */
const inTheMiddle = (stream: RandomStream): Scene => {
  const blobs = blobScene(stream);
  return (x, y) => blobs(1.4 * x, 1.4 * y);
};
const coefficientsOf = ({ field }: Transformation) =>
  projectField(field, quadratic).coefficients;

for (
  const name of ["rotation", "scaling", "shear", "specialConformalX"] as const
) {
  const transformation: Transformation = transformations[name];
  Deno.test(`${name}: a tiny motion is found precisely`, async () => {
    const truth = drawnT(COUNT, -0.01, 0.01);
    const { pairs } = await workingOf(
      movedPairs(transformation.flow, truth, { size: 28, scene: inTheMiddle }),
    );
    const chosen = numbersTo(COUNT);
    // The blur is tiny, since the slope of a blurred image differs from the image's.
    const { alpha, t, explained } = runAtOnce(firstOrder(
      pairs,
      quadratic,
      chosen,
      0.2,
      0,
    ));
    const field = coefficientsOf(transformation);
    const { angleDegrees } = generatorScores(alpha, field);

    assert(angleDegrees < 0.2, `${angleDegrees}`);
    assert(explained > 0.999, `${explained}`);
    assertAlmostEquals(norm(alpha), 1, 1e-12);
    // The signs of alpha and t are ambiguous, but only together.
    const sign = Math.sign(alpha.reduce((sum, a, k) => sum + a * field[k], 0));
    const off = t.map((value, i) =>
      Math.abs(sign * value - norm(field) * truth[i])
    );
    assert(Math.max(...off) < 0.01 * 0.01 * norm(field), `${Math.max(...off)}`);
  });
}

Deno.test("a blur makes larger motions small", async () => {
  const truth = drawnT(COUNT, -0.35, 0.35);
  const { pairs } = await workingOf(
    movedPairs(transformations.rotation.flow, truth),
  );
  const angle = (sd: number) =>
    generatorScores(
      runAtOnce(firstOrder(pairs, quadratic, numbersTo(COUNT), sd, 0)).alpha,
      coefficientsOf(transformations.rotation),
    ).angleDegrees;
  assert(angle(1) < 6, `${angle(1)}`);
  const { t } = runAtOnce(firstOrder(pairs, quadratic, numbersTo(COUNT), 1, 0));
  assert(Math.abs(correlation(t, truth)) > 0.99);
});

Deno.test("unrelated pairs are not explained", async () => {
  const truth = drawnT(COUNT, -0.2, 0.2);
  const { pairs } = await workingOf(
    movedPairs(transformations.rotation.flow, truth, { scene: waveScene }),
  );
  const cells = pairs.side ** 2;
  // Every x0 gets the next pair's xt.
  const xt = new Float32Array(pairs.xt.length);
  xt.set(pairs.xt.subarray(cells));
  xt.set(pairs.xt.subarray(0, cells), xt.length - cells);
  const of = (xt: Float32Array) =>
    runAtOnce(firstOrder({ ...pairs, xt }, quadratic, numbersTo(COUNT), 1, 0))
      .explained;
  assert(of(pairs.xt) > 0.8, `${of(pairs.xt)}`);
  assert(of(xt) < 0.4, `${of(xt)}`);
});

Deno.test("the result is deterministic, and only chosen pairs are used", async () => {
  const truth = drawnT(COUNT, -0.2, 0.2);
  const { pairs } = await workingOf(
    movedPairs(transformations.rotation.flow, truth, { noise: 0.02 }),
  );
  const chosen = numbersTo(COUNT).filter((pair) => pair % 3 > 0);
  const found = runAtOnce(firstOrder(pairs, quadratic, chosen, 1, 5));
  assertEquals(found.t.length, 40);
  const xt = pairs.xt.map((value, i) =>
    Math.floor(i / 256) % 3 > 0 ? value : 1 - value
  );
  assertEquals(
    runAtOnce(firstOrder({ ...pairs, xt }, quadratic, chosen, 1, 5)),
    found,
  );
});

Deno.test("images that do not move have an answer, which explains nothing", async () => {
  const { pairs } = await workingOf(
    movedPairs(transformations.rotation.flow, new Float64Array(COUNT)),
  );
  const found = runAtOnce(firstOrder(pairs, quadratic, numbersTo(COUNT), 1, 0));
  assertEquals(found.explained, 0);
  assertAlmostEquals(norm(found.alpha), 1, 1e-12);
  assert(found.t.every((t) => t === 0));
});
