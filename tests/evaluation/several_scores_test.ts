import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  displacements,
  displacementsOf,
  flowOfPair,
  inTrueBasis,
  spaceScores,
  trueSpace,
} from "#lib/evaluation/several_scores.ts";
import { transformationGroups } from "#lib/flow/transformation_groups.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { orthonormalRows } from "#lib/lie/orthonormal_rows.ts";
import { allclose } from "../allclose.ts";

const { rigid } = transformationGroups;
const truth = trueSpace(rigid, quadratic);
const { terms } = truth;

/** Another basis of the same span: orthonormal rows of sums of the true ones. */
const mixed = Float64Array.from({ length: 3 * terms }, (_, at) => {
  const [a, b, c] = [0, 1, 2].map((k) =>
    truth.directions[k * terms + at % terms]
  );
  return [a + b, b - c, c + 0.5 * a][Math.floor(at / terms)];
});
const found = { terms, directions: orthonormalRows(mixed, terms) };

/** Parameters of two pairs: a turn by 0.3 radians with a shift, and a shift alone. */
const parameters = Float64Array.of(0.3, 0.1, -0.05, 0, 0.2, 0);

/** The parameters in the basis of the found directions. */
const inFound = Float64Array.from({ length: 6 }, (_, at) => {
  const [pair, k] = [Math.floor(at / 3), at % 3];
  let sum = 0;
  for (let l = 0; l < 3; l++) {
    for (let i = 0; i < terms; i++) {
      sum += parameters[pair * 3 + l] * truth.directions[l * terms + i] *
        found.directions[k * terms + i];
    }
  }
  return sum;
});

const size = { height: 28, width: 28 };

Deno.test("another basis of the same span scores 0 degrees, another span its angle", () => {
  const same = spaceScores(found, truth);
  allclose(same.principalAngles, [0, 0, 0], { absolute: 1e-5 });
  allclose(same.perGenerator, [0, 0, 0], { absolute: 1e-5 });
  // The shift along x is tilted towards a field that is orthogonal to all three.
  const tilted = truth.directions.slice();
  const angle = 0.1, free = 3;
  const shift = tilted.subarray(terms, 2 * terms);
  assertEquals(shift[free], 0);
  shift[0] = Math.cos(angle);
  shift[free] = Math.sin(angle);
  const { principalAngles, grassmann } = spaceScores(
    { terms, directions: orthonormalRows(tilted, terms) },
    truth,
  );
  allclose(principalAngles, [0, 0, angle * 180 / Math.PI], { absolute: 1e-5 });
  assertAlmostEquals(grassmann, angle * 180 / Math.PI, 1e-5);
});

Deno.test("parameters are converted to the true generators' basis and unit", () => {
  allclose(inTrueBasis(found, truth, inFound), parameters, {
    absolute: 1e-12,
  });
});

Deno.test("the true parameters have no displacement error, whatever the basis", () => {
  const flow = flowOfPair(rigid, parameters);
  const distances = displacements(found, quadratic, inFound, flow, size);
  allclose(distances, [0, 0], { absolute: 2e-3 });
});

Deno.test("parameters of 0 have the shift's length as displacement error, in pixels", () => {
  const still = new Float64Array(6);
  const flow = flowOfPair(rigid, parameters);
  const distances = displacements(found, quadratic, still, flow, size);
  assertAlmostEquals(distances[1], 0.2 * 14, 1e-5);
  assert(distances[0] > distances[1] / 2);
  const { mean, median, ninetyFifth } = displacementsOf(distances);
  assertAlmostEquals(mean, (distances[0] + distances[1]) / 2, 1e-12);
  assertAlmostEquals(median, mean, 1e-12);
  assert(ninetyFifth >= median);
});
