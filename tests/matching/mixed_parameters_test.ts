import { assert, assertEquals } from "@std/assert";
import { affine, projectField, unit } from "#lib/lie/basis.ts";
import { fieldCoefficients } from "#lib/matching/field_space.ts";
import { framesOf, numbersTo } from "#lib/matching/frames.ts";
import { mixedParameters } from "#lib/matching/mixed_parameters.ts";
import { movable } from "#lib/matching/movable.ts";
import { pairFields } from "#lib/matching/pair_fields.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { movedByFields, uniform } from "./moved_by_fields.ts";

const COUNT = 40, SIDE = 16, NOISE = 0.05;
const terms = affine.terms.length;

/** A rotation and a shift along x, which are orthogonal. */
const rows = [
  projectField((x, y) => [-y, x], affine),
  projectField(() => [1, 0], affine),
].map(({ coefficients }) => unit(coefficients));

const moving = Uint8Array.from({ length: COUNT }, (_, pair) => pair % 2);
const draw = uniform(6);
const truth = Float64Array.from(moving, (k) => draw(k === 0 ? 0.7 : 0.3));
const space = {
  terms,
  directions: Float64Array.from(rows.flatMap((row) => [...row])),
};

/** Pairs that are each moved by one of the generators, with noise on xt. */
function pairs() {
  const made = movedByFields(
    affine,
    numbersTo(COUNT).map((pair) =>
      [...rows[moving[pair]]].map((value) => truth[pair] * value)
    ),
    SIDE,
  );
  const gauss = standardNormal(randomStream(0, "noise of a mixture"));
  const xt = made.xt.map((value) => value + NOISE * gauss());
  return runAtOnce(movable(runAtOnce(framesOf({ ...made, xt }))!));
}

const rms = (values: readonly number[]) => Math.hypot(...values) / COUNT ** 0.5;

Deno.test("each pair of a mixture is matched along its own generator, with a smaller error than along both", () => {
  const images = pairs();
  const together = runAtOnce(
    pairFields(images, affine, numbersTo(COUNT), space),
  );
  const fields = fieldCoefficients(space, together.coefficients);
  const { parameters, errors } = runAtOnce(
    mixedParameters(images, affine, rows, moving, fields),
  );
  const errorsOf = (values: Float64Array) =>
    numbersTo(COUNT).map((pair) => {
      const [a, b] = values.subarray(2 * pair);
      const own = moving[pair] === 0 ? [a, b] : [b, a];
      return Math.hypot(own[0] - truth[pair], own[1]);
    });
  const alone = rms(errorsOf(parameters));
  const before = rms(errorsOf(together.coefficients));
  assert(alone < 0.02, `${alone}`);
  assert(alone < 0.9 * before, `${alone}, together ${before}`);
  numbersTo(COUNT).forEach((pair) => {
    assertEquals(parameters[2 * pair + 1 - moving[pair]], 0);
    // A second parameter fits a part of the noise.
    assert(errors[pair] >= 0.99 * together.errors[pair], `${pair}`);
  });
});

Deno.test("a generator that moves no pair has parameters of 0", () => {
  const images = pairs();
  const { parameters } = runAtOnce(mixedParameters(
    images,
    affine,
    rows,
    new Uint8Array(COUNT),
    new Float64Array(COUNT * terms),
  ));
  assert(numbersTo(COUNT).every((pair) => parameters[2 * pair + 1] === 0));
  assert(parameters.some((t) => Math.abs(t) > 0.1));
});
