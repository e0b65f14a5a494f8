import { assert, assertEquals, assertThrows } from "@std/assert";
import { makeGroupPairs } from "#lib/datasets/pairs.ts";
import { mixtureScores } from "#lib/evaluation/mixture_scores.ts";
import {
  inTrueBasis,
  spaceScores,
  trueSpace,
} from "#lib/evaluation/several_scores.ts";
import { transformationGroups } from "#lib/flow/transformation_groups.ts";
import { affine } from "#lib/lie/basis.ts";
import { framesOf, numbersTo } from "#lib/matching/frames.ts";
import { mixtureOf } from "#lib/matching/mixture.ts";
import {
  parametersOfPairs,
  spaceOfPairs,
} from "#lib/matching/space_of_pairs.ts";
import { uniform } from "#lib/random/distributions.ts";
import {
  independent,
  type JointDistribution,
  oneAtATime,
} from "#lib/random/joint_distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { blobs } from "../blobs.ts";

const { rotationAndScaling: group } = transformationGroups;
const parts = [uniform(-0.4, 0.4), uniform(-0.15, 0.15)];
const COUNT = 30, SIDE = 16;

/** Space and parameters found for bilinearly moved pairs. */
function found(distribution: JointDistribution) {
  const { pairs, truth } = makeGroupPairs(
    blobs(COUNT, SIDE, randomStream(0, "blobs")),
    group,
    distribution,
    randomStream(0, "moved"),
  );
  const frames = runAtOnce(framesOf(pairs, numbersTo(COUNT)))!;
  const { space } = runAtOnce(spaceOfPairs(frames, affine, 2));
  const { fields, rows } = runAtOnce(parametersOfPairs(pairs, affine, space));
  assertEquals(rows, numbersTo(COUNT));
  return { space, fields, parameters: truth.parameters };
}

const truth = trueSpace(group, affine);

Deno.test("a rotation and a scaling at once: their span, the parameters of each pair, and no mixture", () => {
  const { space, fields, parameters } = found(independent(parts));
  const { principalAngles } = spaceScores(space, truth);
  // With the cubic spline alone the angles would be 0.3 degrees or more.
  assert(Math.max(...principalAngles) < 0.1, String(principalAngles));
  const estimated = inTrueBasis(space, truth, fields.coefficients);
  const errors = estimated.map((t, i) => Math.abs(t - parameters[i]));
  assert(errors.toSorted()[COUNT] < 0.003, String(errors));
  const mixture = runAtOnce(mixtureOf(fields));
  const { left, scored } = mixtureScores(mixture, fields, space, truth);
  assert(left > 0.02 && scored === null, String(left));
});

Deno.test("a rotation or a scaling: the mixture finds the generator of each pair", () => {
  const { space, fields, parameters } = found(oneAtATime(parts));
  const mixture = runAtOnce(mixtureOf(fields));
  const { left, scored } = mixtureScores(
    mixture,
    fields,
    space,
    truth,
    parameters,
  );
  assert(left < 0.005, String(left));
  assert(Math.max(...scored!.anglesDegrees) < 1, String(scored));
  assert(scored!.assigned > 0.9, String(scored));
});

Deno.test("unrelated pairs are refused", () => {
  const [x0, xt] = ["one", "other"].map((name) =>
    blobs(12, SIDE, randomStream(0, name)).pixels
  );
  const shape = { count: 12, height: SIDE, width: SIDE, channels: 1 };
  const frames = runAtOnce(framesOf({ ...shape, x0, xt }, numbersTo(12)))!;
  assertThrows(
    () => runAtOnce(spaceOfPairs(frames, affine, 6)),
    UserError,
    "for 6 generators, found",
  );
});
