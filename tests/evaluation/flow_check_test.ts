import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { makePairs } from "#lib/datasets/pairs.ts";
import { flowErrors } from "#lib/evaluation/flow_check.ts";
import {
  type Transformation,
  transformations,
} from "#lib/flow/transformations.ts";
import { projectField, quadratic } from "#lib/lie/basis.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { blobs } from "../blobs.ts";

const images = blobs(8, 16, randomStream(0, "images"));

/** Coefficients of a true field, not normalised, so that t keeps its unit. */
const coefficientsOf = ({ field }: Pick<Transformation, "field">) =>
  projectField(field, quadratic).coefficients;

function meanSquare(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0) / a.length;
}

for (const transformation of Object.values(transformations)) {
  const { pairs, truth } = makePairs(
    images,
    transformation,
    uniform(-0.4, 0.4),
    randomStream(0, "pairs"),
  );
  const alpha = coefficientsOf(transformation);

  Deno.test(`flowErrors of the true ${transformation.name} are a millionth of those without motion`, () => {
    const { warpedMse, identityMse } = flowErrors(
      pairs,
      quadratic,
      alpha,
      truth.t,
    );
    assertAlmostEquals(identityMse, meanSquare(pairs.x0, pairs.xt), 1e-9);
    assert(warpedMse < 1e-6 * identityMse, `${warpedMse}, ${identityMse}`);
  });

  Deno.test(`the wrong direction of ${transformation.name} is worse than no motion`, () => {
    const backwards = truth.t.map((t) => -t);
    const { warpedMse, identityMse } = flowErrors(
      pairs,
      quadratic,
      alpha,
      backwards,
    );
    assert(warpedMse > identityMse);
  });
}

const { pairs, truth } = makePairs(
  images,
  transformations.rotation,
  uniform(-0.4, 0.4),
  randomStream(0, "pairs"),
);

const rotation = coefficientsOf(transformations.rotation);

Deno.test("at t = 0 nothing moves", () => {
  const still = flowErrors(
    pairs,
    quadratic,
    rotation,
    new Float64Array(8),
  );
  assertAlmostEquals(still.warpedMse, still.identityMse, 1e-12);
});

Deno.test("(alpha, t) and (-alpha, -t) are the same flow", () => {
  const forwards = flowErrors(pairs, quadratic, rotation, truth.t);
  const backwards = flowErrors(
    pairs,
    quadratic,
    rotation.map((value) => -value),
    truth.t.map((t) => -t),
  );
  assertAlmostEquals(forwards.warpedMse, backwards.warpedMse, 1e-12);
});

Deno.test("images that are not square, with colours, are moved too", () => {
  const [count, height, width, channels] = [2, 8, 14, 3];
  const stream = randomStream(0, "colours");
  const pixels = Float32Array.from(
    { length: count * height * width * channels },
    () => stream(),
  );
  const { pairs, truth } = makePairs(
    { name: "colours", count, height, width, channels, pixels },
    transformations.spiral,
    uniform(-0.2, 0.2),
    randomStream(0, "pairs"),
  );
  const { warpedMse } = flowErrors(
    pairs,
    quadratic,
    coefficientsOf(transformations.spiral),
    truth.t,
  );
  assert(warpedMse < 1e-6, `${warpedMse}`);
  assertEquals(Number.isFinite(warpedMse), true);
});

Deno.test("pairs without a change have nothing explained, whatever the flow", () => {
  const same = { ...pairs, xt: pairs.x0 };
  for (const t of [new Float64Array(8), truth.t]) {
    const { explained, identityMse } = flowErrors(same, quadratic, rotation, t);
    assertEquals([explained, identityMse], [0, 0]);
  }
});
