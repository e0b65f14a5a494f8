import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { affine, type Basis, quadratic } from "#lib/lie/basis.ts";
import { framesOf, numbersTo } from "#lib/matching/frames.ts";
import { movable, type MovablePairs } from "#lib/matching/movable.ts";
import { fieldMatches } from "#lib/matching/field_matches.ts";
import { type PairFields, pairFields } from "#lib/matching/pair_fields.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { allclose } from "../allclose.ts";
import { movedByFields, uniform } from "./moved_by_fields.ts";

const draw = uniform(1);
const TERMS = quadratic.terms.length;

/** Fields that move content by up to about 4 of 24 cells. */
const truths = Array.from({ length: 6 }, () => [
  ...[0.15, 0.2, 0.4, 0.1, 0.1, 0.1].map(draw),
  ...[0.15, 0.4, 0.2, 0.1, 0.1, 0.1].map(draw),
]);

const imagesOf = (
  size: number,
  fields: Parameters<typeof movedByFields>[1],
  basis: Basis = quadratic,
) =>
  runAtOnce(movable(runAtOnce(framesOf(movedByFields(basis, fields, size)))!));

/** The match of the first pairs at 0.8 times their true fields. */
const matchNear = (images: MovablePairs, h = 0, k = 0) =>
  runAtOnce(fieldMatches(
    images,
    quadratic,
    [0, 1, 2],
    Float64Array.from(
      truths.slice(0, 3).flat(),
      (value, i) => 0.8 * value + (i % TERMS === k ? h : 0),
    ),
  ));

/** The same pairs, each xt with another gain and offset, which are eliminated. */
function lit(images: MovablePairs): MovablePairs {
  const cells = images.side ** 2;
  const xt = images.xt.map((value, i) => {
    const pair = Math.floor(i / cells);
    return (0.6 + 0.1 * pair) * value + 0.03 * pair;
  });
  return runAtOnce(movable({ ...images, xt, brightness: true }));
}

// In frames of up to 12 cells per side every cell is followed.
const small = imagesOf(12, truths);
for (
  const [name, images] of [["", small], [
    ", brightness eliminated",
    lit(small),
  ]] as const
) {
  Deno.test(`the gradient in the coefficients is a limit of differences${name}`, () => {
    const { gradients } = matchNear(images);
    const h = 2e-3;
    assert(gradients.some((gradient) => Math.abs(gradient) > 0.01));
    for (let k = 0; k < TERMS; k++) {
      const [more, less] = [h, -h].map((h) => matchNear(images, h, k).errors);
      allclose(
        [0, 1, 2].map((i) => gradients[i * TERMS + k]),
        more.map((error, i) => (error - less[i]) / (4 * h)),
        { relative: 2e-3, absolute: 2e-4 },
        `term ${k}`,
      );
    }
  });
}

Deno.test("curvatures are symmetric, and do not depend on other pairs", () => {
  const { curvatures } = matchNear(small);
  const alone = runAtOnce(fieldMatches(
    small,
    quadratic,
    [1],
    Float64Array.from(truths[1], (value) => 0.8 * value),
  ));
  const own = curvatures.subarray(TERMS ** 2, 2 * TERMS ** 2);
  assertEquals([...alone.curvatures], [...own]);
  own.forEach((value, i) =>
    assertEquals(value, own[i % TERMS * TERMS + Math.floor(i / TERMS)])
  );
});

/** (a - truth)^T H (a - truth) of a pair, relative to its change. */
function shareMissed(
  { coefficients, information, errorsWithoutMotion, terms }: PairFields,
  i: number,
  truth: readonly number[],
): number {
  let sum = 0;
  const d = truth.map((value, k) => coefficients[i * terms + k] - value);
  for (let k = 0; k < terms; k++) {
    for (let l = 0; l < terms; l++) {
      sum += d[k] * information[(i * terms + k) * terms + l] * d[l];
    }
  }
  return sum / errorsWithoutMotion[i];
}

const images = imagesOf(24, truths);
for (
  const [name, pairs] of [["", images], [
    " in another light",
    lit(images),
  ]] as const
) {
  Deno.test(`every pair${name} finds its own field, up to directions that its image does not determine`, () => {
    const fields = runAtOnce(pairFields(pairs, quadratic, numbersTo(6)));
    truths.forEach((truth, i) => {
      const { errors, errorsWithoutMotion } = fields;
      assert(errors[i] < 5e-3 * errorsWithoutMotion[i], `pair ${i}`);
      const missed = shareMissed(fields, i, truth);
      assert(missed < 2e-2, `pair ${i}: ${missed}`);
      assert(shareMissed(fields, i, truth.map(() => 0)) > 0.3);
    });
  });
}

Deno.test("at the end the information matrix predicts the error that another field adds", () => {
  const fields = runAtOnce(pairFields(images, quadratic, [2]));
  const step = Array.from({ length: TERMS }, () => draw(0.02));
  const other = fields.coefficients.map((value, k) => value + step[k]);
  const { errors } = runAtOnce(fieldMatches(images, quadratic, [2], other));
  const expected = shareMissed(fields, 0, [...other]) *
    fields.errorsWithoutMotion[0];
  const added = errors[0] - fields.errors[0];
  assertAlmostEquals(added / expected, 1, 0.25);
});

Deno.test("the six coefficients of affine maps are found", () => {
  const truth = [[0.1, 0.2, -0.4, -0.1, 0.3, -0.1], [
    -0.1,
    0,
    0.3,
    0.1,
    -0.4,
    0.2,
  ]];
  const pairs = imagesOf(24, [...truth, ...truth], affine);
  const fields = runAtOnce(pairFields(pairs, affine, [1, 0]));
  allclose(fields.coefficients, [...truth[1], ...truth[0]], { absolute: 0.02 });
});

Deno.test("a pair that does not move, and one that is blank, have the field 0", () => {
  const pairs = imagesOf(16, [
    truths[0],
    truths[0].map(() => 0),
    truths[1],
  ]);
  const cells = pairs.side ** 2;
  const blank = (stack: Float32Array) =>
    stack.map((value, i) => i < 2 * cells ? value : 0);
  const some = runAtOnce(movable({
    ...pairs,
    x0: blank(pairs.x0),
    xt: blank(pairs.xt),
  }));
  const { coefficients, errors } = runAtOnce(
    pairFields(some, quadratic, [1, 2]),
  );
  allclose(coefficients, coefficients.map(() => 0), { absolute: 1e-3 });
  assert(errors.every((error) => error >= 0 && error < 1e-6));
});
