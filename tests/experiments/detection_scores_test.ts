import { assert, assertEquals } from "@std/assert";
import type { GroundTruth } from "#lib/datasets/pairs.ts";
import type { Detection } from "#lib/detection/detection.ts";
import {
  coefficientsAgainst,
  detectionScores,
} from "#lib/experiments/detection_scores.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { normalModes } from "#lib/random/distributions.ts";
import { detectionExample } from "../detection/detection_example.ts";

const found = detectionExample();

/**
 * The truth of a detection. Its angle is t of the unit generator over the square root
 * of 2.
 */
function truthOf({ held }: Detection, sign: number): GroundTruth {
  const t = new Float64Array(Math.max(...held.indices) + 1);
  held.indices.forEach((pair, i) => t[pair] = sign * held.t[i] / Math.SQRT2);
  return {
    t,
    transformation: transformations.rotation,
    distribution: normalModes([-0.5, 0.5], 0.04),
  };
}

const scoresOf = (detection: Detection, truth: GroundTruth) =>
  new Map(
    detectionScores(detection, truth).map((
      { what, value },
    ) => [what, String(value)]),
  );

/** The same detection with the other sign of the generator. */
const turned: Detection = {
  ...found,
  coefficients: found.coefficients.map(({ term, value, low, high }) => (
    { term, value: -value, low: -high, high: -low }
  )),
  held: { ...found.held, t: found.held.t.map((t) => -t) },
  modes: found.modes.map((mode) => ({ ...mode, position: -mode.position })),
};

Deno.test("a detection is scored in the truth's unit, whatever its sign", () => {
  const truth = truthOf(found, 1);
  for (const detection of [found, turned]) {
    const scores = scoresOf(detection, truth);
    assert(Number(scores.get("|cosine| between the two")) > 0.9999);
    assertEquals(scores.get("t: correlation with the true one"), "1.00000");
    assertEquals(scores.get("t: median absolute error"), "0.0000 radians");
    const inside = scores.get("true coefficients within the intervals")!;
    assertEquals(inside, "11 of 12");
    assertEquals(scores.get("true"), "rotation");
    const peaks = scores.get("peaks of t, found")!;
    assert(/^−0\.\d+, 0\.\d+ radians$/.test(peaks), peaks);
  }
});

Deno.test("errors of a detection show in its scores", () => {
  const reversed = scoresOf(found, truthOf(found, -1));
  assertEquals(reversed.get("t: correlation with the true one"), "-1.00000");
  const shear = { ...truthOf(found, 1), transformation: transformations.shear };
  const other = scoresOf(found, shear);
  assert(Number(other.get("|cosine| between the two")) < 0.8);
  const inside = parseInt(other.get("true coefficients within the intervals")!);
  assert(inside < 11, `${inside}`);
});

Deno.test("true coefficients are drawn beside those that were found", () => {
  const { svg } = coefficientsAgainst(turned, truthOf(found, 1));
  assert(svg.includes("true"));
});
