import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Pairs } from "#lib/datasets/types.ts";
import {
  aboutPoint,
  type Transformation,
  transformations,
} from "#lib/flow/transformations.ts";
import { affine, norm, projectField, quadratic, unit } from "#lib/lie/basis.ts";
import { framesOf } from "#lib/matching/frames.ts";
import { linearPeriod, periodOf } from "#lib/matching/period.ts";
import { randomStream } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { blobs } from "../blobs.ts";

const { rotation, scaling, spiral, translationX, shear, specialConformalX } =
  transformations;

const images = blobs(20, 16, randomStream(0, "images"));
const pairs: Pairs = { ...images, x0: images.pixels, xt: images.pixels };
const frames = runAtOnce(framesOf(pairs))!;

/** Period and norm of a transformation's unit generator. */
function periodWith(
  { field }: Pick<Transformation, "field">,
  basis = quadratic,
) {
  const { coefficients } = projectField(field, basis);
  return {
    period: runAtOnce(periodOf(frames, basis, unit(coefficients))),
    length: norm(coefficients),
  };
}

for (const [x, y] of [[0, 0], [0.1, -0.2], [0.4, 0.3]]) {
  Deno.test(`a rotation about (${x}, ${y}) has a period, of 2 pi in radians`, () => {
    const { period, length } = periodWith(aboutPoint(rotation, x, y));
    assertAlmostEquals(period! / length, 2 * Math.PI, 1e-6);
  });
}

Deno.test("the unit generator of a rotation has the period 2 pi sqrt(2), either way round", () => {
  const turn = unit([0, 0, -1, 0, 1, 0]);
  for (const alpha of [turn, turn.map((a) => -a)]) {
    const period = runAtOnce(periodOf(frames, affine, alpha))!;
    assertAlmostEquals(period, 2 * Math.PI * Math.SQRT2, 1e-9);
  }
});

for (
  const transformation of [
    scaling,
    spiral,
    translationX,
    shear,
    specialConformalX,
  ]
) {
  Deno.test(`${transformation.name} has no period`, () => {
    assertEquals(periodWith(transformation).period, undefined);
  });
}

Deno.test("a linear part has a period if it turns, without much growth, about a point near the frame", () => {
  const of = (...alpha: number[]) => linearPeriod(affine, alpha);
  const [turn, growth] = [[0, 0, -1, 0, 1, 0], [0, 1, 0, 0, 0, 1]];
  const spiralling = (share: number) =>
    of(...turn.map((a, k) => a + share * growth[k]));
  assertAlmostEquals(spiralling(0)!, 2 * Math.PI, 1e-12);
  assertAlmostEquals(spiralling(0.01)!, 2 * Math.PI, 1e-12);
  assertEquals([spiralling(0.05), spiralling(-0.05)], [undefined, undefined]);
  // The centres are (1.2, 0) and (3, 0).
  assertAlmostEquals(of(0, 0, -1, -1.2, 1, 0)!, 2 * Math.PI, 1e-12);
  assertEquals(of(0, 0, -1, -3, 1, 0), undefined);
  assertEquals(of(1, 0, 0, 0, 0, 0), undefined);
});

Deno.test("an elliptic turn has a period, too", () => {
  const { period, length } = periodWith({ field: (x, y) => [-2 * y, x / 2] });
  assertAlmostEquals(period! / length, 2 * Math.PI, 1e-6);
});

Deno.test("a quadratic flow that turns about its fixed point and does not come back has no period", () => {
  // Angular speed grows with the distance from a line, which shears the turn.
  const { period } = periodWith({
    field: (x, y) => [-y * (1 + 0.8 * x), x * (1 + 0.8 * x)],
  });
  assertEquals(period, undefined);
});
