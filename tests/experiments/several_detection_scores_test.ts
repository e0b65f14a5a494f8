import { assert, assertEquals, assertThrows } from "@std/assert";
import type { GroupGroundTruth } from "#lib/datasets/pairs.ts";
import { severalDetectionScores } from "#lib/experiments/several_detection_scores.ts";
import { oneAfterTheOther } from "#lib/flow/sequence.ts";
import { transformationGroups } from "#lib/flow/transformation_groups.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { uniform } from "#lib/random/distributions.ts";
import { independent, oneAtATime } from "#lib/random/joint_distributions.ts";
import { detectionExample } from "../detection/detection_example.ts";
import { RIGID, severalExample } from "../detection/several_example.ts";

const { rigid } = transformationGroups;
const { rotation, translationX } = transformations;
const found = severalExample();
const parts = [1, 1, 1].map((most) => uniform(-most, most));

/**
 * The true parameters of the example. Its unit rotation is slower by the square root of
 * 2.
 */
function truthOf(factor: number): GroupGroundTruth {
  const { held: { indices }, several } = found;
  const parameters = new Float64Array(3 * (Math.max(...indices) + 1));
  indices.forEach((pair, i) => {
    const [x, y, angle] = several.parameters.subarray(3 * i, 3 * i + 3);
    parameters.set([angle * Math.SQRT1_2, factor * x, factor * y], 3 * pair);
  });
  return { parameters, group: rigid, distribution: independent(parts) };
}

const scoresOf = (truth: GroupGroundTruth, detection = found) =>
  new Map(
    severalDetectionScores(detection, truth).map((
      { what, value },
    ) => [what, String(value)]),
  );

const numberOf = (scores: Map<unknown, string>, name: string) =>
  Number(scores.get(name)!.split(" ")[0]);

const ANGLE = "largest principal angle between the two spaces";
const DISTANCE = "median distance to the true transformation";

Deno.test("the true parameters have distance 0, and wrong parameters do not", () => {
  const scores = scoresOf(truthOf(1));
  assertEquals(scores.get("made by"), "rotation, translationX, translationY");
  assertEquals(scores.get("generators found"), "3");
  assertEquals(scores.get(ANGLE), "0.00 degrees");
  assert(numberOf(scores, DISTANCE) < 0.01, scores.get(DISTANCE));
  assert(numberOf(scores, "without motion") > 1);
  const wrong = scoresOf(truthOf(1.1));
  assert(numberOf(wrong, DISTANCE) > 0.3, wrong.get(DISTANCE));
});

Deno.test("if all generators act, the space is compared with the algebra that they generate", () => {
  const two = {
    ...truthOf(1),
    group: oneAfterTheOther([rotation, translationX]),
    distribution: independent(parts.slice(1)),
  };
  const scores = scoresOf(two);
  assertEquals(
    scores.get("dimension of the algebra that they generate"),
    "3",
  );
  assertEquals(scores.get(ANGLE), "0.00 degrees");
  const mixed = scoresOf({ ...two, distribution: oneAtATime(parts.slice(1)) });
  assertEquals(mixed.get("dimension of their span"), "2");
});

Deno.test("a tilted space has its angle to the true one", () => {
  const [right, down] = RIGID;
  const tilted = severalExample({
    fields: [right, down, (x, y) => [-y, 1.1 * x]],
  });
  // The angle between (-1, 1) and (-1, 1.1).
  const angle = (Math.atan(1.1) - Math.PI / 4) * 180 / Math.PI;
  assertEquals(
    scoresOf(truthOf(1), tilted).get(ANGLE),
    `${angle.toFixed(2)} degrees`,
  );
});

Deno.test("a detection of one generator has no such scores", () => {
  assertThrows(
    () => severalDetectionScores(detectionExample(), truthOf(1)),
    RangeError,
    "severalDetectionScores: expected several generators, found one",
  );
});
