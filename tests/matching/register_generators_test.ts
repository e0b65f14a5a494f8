import { assert, assertAlmostEquals } from "@std/assert";
import { principalAngles } from "#lib/lie/algebra/principal_angles.ts";
import { affine } from "#lib/lie/basis.ts";
import { orthonormalRows } from "#lib/lie/orthonormal_rows.ts";
import {
  complementOf,
  dimensionOf,
  fieldCoefficients,
} from "#lib/matching/field_space.ts";
import { framesOf, numbersTo } from "#lib/matching/frames.ts";
import { movable } from "#lib/matching/movable.ts";
import { pairFields } from "#lib/matching/pair_fields.ts";
import {
  parametersIn,
  registerGenerators,
} from "#lib/matching/register_generators.ts";
import { registerPairs } from "#lib/matching/register_pairs.ts";
import { projectionOf } from "#lib/matching/space_projection.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { allclose } from "../allclose.ts";
import { movedByFields, uniform } from "./moved_by_fields.ts";

const TERMS = 6, COUNT = 40;
const draw = uniform(11);

const rigid = Float64Array.of(
  ...[0, 0, -1, 0, 1, 0],
  ...[1, 0, 0, 0, 0, 0],
  ...[0, 0, 0, 1, 0, 0],
);
const pairs = imagesOf(Array.from({ length: COUNT }, () => {
  const turn = draw(0.6);
  return [draw(0.25), 0, -turn, draw(0.25), turn, 0];
}));
const turned = imagesOf(Array.from({ length: COUNT }, () => {
  const turn = draw(0.6);
  return [0, 0, -turn, 0, turn, 0];
}));

function imagesOf(fields: number[][]) {
  const frames = runAtOnce(framesOf(movedByFields(affine, fields, 16)))!;
  return runAtOnce(movable(frames));
}

/** A start from a space tilted by some degrees, with the parameters of all pairs. */
function startNear(images: typeof pairs, rows: Float64Array) {
  const directions = orthonormalRows(
    rows.map((value, i) => value + 0.06 * Math.cos(7 * i)),
    TERMS,
  );
  const space = { terms: TERMS, directions };
  const all = numbersTo(images.count);
  const fields = runAtOnce(pairFields(images, affine, all, space));
  return { space, pairs: all, parameters: fields.coefficients };
}

const start = startNear(pairs, rigid);
const fit = runAtOnce(registerGenerators(pairs, affine, start));
const farthest = (a: Float64Array, b: Float64Array) =>
  Math.max(...principalAngles(a, b, TERMS));

Deno.test("the joint fit turns a tilted space to the true one", () => {
  assert(farthest(start.space.directions, rigid) > 3);
  const angle = farthest(fit.space.directions, rigid);
  assert(angle < 0.7, `${angle} degrees`);
});

Deno.test("at the end of the fit no step is left, and the pairs' influences cancel", () => {
  assert(farthest(fit.space.directions, fit.next.directions) < 0.01);
  const size = fit.influences.length / COUNT;
  for (let k = 0; k < size; k++) {
    let [sum, scale] = [0, 0];
    for (let i = 0; i < COUNT; i++) {
      sum += fit.influences[i * size + k];
      scale += Math.abs(fit.influences[i * size + k]);
    }
    assert(Math.abs(sum) < 0.02 * scale, `${k}: ${sum} of ${scale}`);
  }
});

Deno.test("the fit does not depend on the basis of the starting space", () => {
  const { terms, directions } = start.space;
  const mixed = Float64Array.from(directions, (_, at) => {
    const [k, i] = [Math.floor(at / terms), at % terms];
    const row = (l: number) => directions[l % 3 * terms + i];
    return row(k) + 0.7 * row(k + 1) - 0.4 * row(k + 2);
  });
  const space = { terms, directions: orthonormalRows(mixed, terms) };
  const fields = fieldCoefficients(start.space, start.parameters);
  const other = runAtOnce(registerGenerators(pairs, affine, {
    ...start,
    space,
    parameters: parametersIn(space, fields),
  }));
  assert(farthest(other.space.directions, fit.space.directions) < 0.01);
});

Deno.test("the fit of one generator agrees with registerPairs", () => {
  const begun = startNear(turned, rigid.subarray(0, TERMS));
  const one = runAtOnce(registerGenerators(turned, affine, begun));
  const { alpha } = runAtOnce(registerPairs(turned, affine, 0));
  const angle = farthest(one.space.directions, alpha);
  assert(angle < 0.5, `${angle} degrees`);
});

Deno.test("a complement is orthonormal, and orthogonal to its space", () => {
  const complement = complementOf(fit.space);
  const all = Float64Array.of(
    ...fit.space.directions,
    ...complement.directions,
  );
  assert(dimensionOf(complement) === TERMS - 3);
  for (let k = 0; k < TERMS; k++) {
    for (let l = 0; l < TERMS; l++) {
      let product = 0;
      for (let i = 0; i < TERMS; i++) {
        product += all[k * TERMS + i] * all[l * TERMS + i];
      }
      assertAlmostEquals(product, k === l ? 1 : 0, 1e-12);
    }
  }
});

Deno.test("the influence of a pair on a field's projection is its derivative", () => {
  // The derivative of P u / |P u| along one pair's influence, by central differences.
  const u = Float64Array.of(0.2, 0.1, -1, 0.3, 0.9, 0.15), step = 1e-4;
  const { complement, influences, space } = fit;
  const size = influences.length / COUNT;
  const moved = (sign: number) => {
    const across = fieldCoefficients(complement, influences.subarray(0, size));
    const directions = orthonormalRows(
      space.directions.map((value, i) => value + sign * step * across[i]),
      TERMS,
    );
    return projectionOf({ ...fit, space: { terms: TERMS, directions } }, u)
      .alpha;
  };
  const [before, after] = [moved(-1), moved(1)];
  const { influences: { pairs: expected } } = projectionOf(fit, u);
  allclose(
    after.map((value, i) => (value - before[i]) / (2 * step)),
    expected.subarray(0, TERMS),
    { relative: 1e-4, absolute: 1e-9 },
  );
});
