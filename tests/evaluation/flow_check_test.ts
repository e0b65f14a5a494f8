import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { makePairs } from "#lib/datasets/pairs.ts";
import { flowErrors } from "#lib/evaluation/flow_check.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { blobs } from "../blobs.ts";

const images = blobs(8, 16, randomStream(0, "images"));

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
  const { field } = transformation;

  Deno.test(`flowErrors of the true ${transformation.name} are nothing beside doing nothing`, () => {
    const { warpedMse, identityMse } = flowErrors(pairs, field, truth.t);
    assertAlmostEquals(identityMse, meanSquare(pairs.x0, pairs.xt), 1e-9);
    assert(warpedMse < 1e-6 * identityMse, `${warpedMse}, ${identityMse}`);
  });

  Deno.test(`the wrong direction of ${transformation.name} is worse than doing nothing`, () => {
    const backwards = truth.t.map((t) => -t);
    const { warpedMse, identityMse } = flowErrors(pairs, field, backwards);
    assert(warpedMse > identityMse);
  });
}

const { pairs, truth } = makePairs(
  images,
  transformations.rotation,
  uniform(-0.4, 0.4),
  randomStream(0, "pairs"),
);

Deno.test("without time nothing moves", () => {
  const still = flowErrors(
    pairs,
    transformations.rotation.field,
    new Float64Array(8),
  );
  assertAlmostEquals(still.warpedMse, still.identityMse, 1e-12);
});

Deno.test("(field, t) and (-field, -t) are the same flow", () => {
  const { field } = transformations.rotation;
  const forwards = flowErrors(pairs, field, truth.t);
  const backwards = flowErrors(
    pairs,
    (x, y) => {
      const [u, v] = field(x, y);
      return [-u, -v];
    },
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
    transformations.spiral.field,
    truth.t,
  );
  assert(warpedMse < 1e-6, `${warpedMse}`);
  assertEquals(Number.isFinite(warpedMse), true);
});

Deno.test("of no change nothing is explained, wherever the flow leads", () => {
  const same = { ...pairs, xt: pairs.x0 };
  const { field } = transformations.rotation;
  for (const t of [new Float64Array(8), truth.t]) {
    const { explained, identityMse } = flowErrors(same, field, t);
    assertEquals([explained, identityMse], [0, 0]);
  }
});
