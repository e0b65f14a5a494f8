import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { parameterScores } from "#lib/evaluation/parameter_scores.ts";

// The noise has mean 0 and is uncorrelated with the truth.
const truth = [-1, -1, 0, 0, 1, 1];
const noise = [1, -1, 1, -1, 1, -1];

Deno.test("slope, correlation and errors of known data", () => {
  const estimated = truth.map((t, i) => 0.5 * t + 0.1 + 0.2 * noise[i]);
  const scores = parameterScores(estimated, truth);
  assertAlmostEquals(scores.slope, 0.5, 1e-14);
  // The variances of truth and estimate are 2/3 and 0.25 * 2/3 + 0.04.
  const correlation = 0.5 * Math.sqrt(2 / 3) / Math.sqrt(0.25 * 2 / 3 + 0.04);
  assertAlmostEquals(scores.correlation, correlation, 1e-14);
  // The absolute values of -0.2, -0.6, 0.3, -0.1, 0.8, 0.4, in the order of the pairs.
  const errors = [0.8, 0.4, 0.3, 0.1, 0.2, 0.6];
  assertAlmostEquals(
    scores.meanAbsoluteError,
    errors.reduce((sum, v) => sum + v) / 6,
    1e-14,
  );
  assertAlmostEquals(scores.medianAbsoluteError, 0.35, 1e-14);
  // 0.8 and 0.6 are more than half of the standard deviation, 0.45.
  assertEquals(scores.failed, 2);
  // Sorted estimates -0.6, -0.2, -0.1, 0.3, 0.4, 0.8 against -1, -1, 0, 0, 1, 1.
  const w1 = (0.4 + 0.8 + 0.1 + 0.3 + 0.6 + 0.2) / 6;
  assertAlmostEquals(scores.wasserstein, w1, 1e-14);
  assertAlmostEquals(scores.wassersteinOverStd, w1 / Math.sqrt(4 / 5), 1e-14);
});

Deno.test("the truth scores 1 and 0", () => {
  const scores = parameterScores(truth, truth);
  assertAlmostEquals(scores.slope, 1, 1e-15);
  assertAlmostEquals(scores.correlation, 1, 1e-15);
  assertAlmostEquals(scores.meanAbsoluteError, 0, 0);
  assertAlmostEquals(scores.wassersteinOverStd, 0, 0);
});

Deno.test("the scores depend on the pairs, not only on the distributions", () => {
  const scores = parameterScores(truth.toReversed(), truth);
  assertAlmostEquals(scores.correlation, -1, 1e-15);
  assertAlmostEquals(scores.slope, -1, 1e-15);
  assertAlmostEquals(scores.meanAbsoluteError, 4 / 3, 1e-15);
  assertAlmostEquals(scores.wasserstein, 0, 0);
  assertEquals([scores.medianAbsoluteError, scores.failed], [2, 4]);
});

Deno.test("the unit changes only the errors in that unit", () => {
  const estimated = truth.map((t, i) => 0.9 * t + 0.1 * noise[i]);
  const degrees = (t: number[]) => t.map((v) => v * 180 / Math.PI);
  const one = parameterScores(estimated, truth);
  const other = parameterScores(degrees(estimated), degrees(truth));
  assertAlmostEquals(other.slope, one.slope, 1e-14);
  assertAlmostEquals(other.correlation, one.correlation, 1e-14);
  assertAlmostEquals(other.wassersteinOverStd, one.wassersteinOverStd, 1e-14);
  assertAlmostEquals(other.wasserstein, one.wasserstein * 180 / Math.PI, 1e-12);
});

Deno.test("lists of different lengths, or shorter than two, are refused", () => {
  for (const [estimated, of] of [[[1, 2], [1, 2, 3]], [[1], [1]], [[], []]]) {
    assertThrows(
      () => parameterScores(estimated, of),
      RangeError,
      `found ${estimated.length} and ${of.length}`,
    );
  }
});

Deno.test("a constant estimate has slope and correlation 0, without rounding errors", () => {
  // The sum of six times 0.1 is not 0.6.
  for (const value of [0, 0.1, -1 / 3]) {
    const scores = parameterScores(truth.map(() => value), truth);
    assertEquals([scores.slope, scores.correlation], [0, 0]);
    assertEquals(Object.values(scores).every(Number.isFinite), true);
  }
});

Deno.test("a constant truth: errors are 0, or infinitely many standard deviations", () => {
  const constant = truth.map(() => 0.1);
  const right = parameterScores(constant, constant);
  assertEquals(Object.values(right), [0, 0, 0, 0, 0, 0, 0]);
  const { slope, correlation, meanAbsoluteError, failed, wassersteinOverStd } =
    parameterScores(constant.map((t) => t + 0.5), constant);
  assertEquals([slope, correlation, failed], [0, 0, 6]);
  assertAlmostEquals(meanAbsoluteError, 0.5, 1e-14);
  assertEquals(wassersteinOverStd, Infinity);
});

Deno.test("around a circle, whole turns are no errors", () => {
  const period = 2 * Math.PI;
  const angles = [-3, -1, 0.5, 3];
  const off = [0.1, -0.2, 0.3, 0.4];
  const estimated = angles.map((t, i) => t + off[i] + (i - 1) * period);
  const { onCircle, meanAbsoluteError } = parameterScores(
    estimated,
    angles,
    period,
  );
  assertAlmostEquals(onCircle!.medianAbsoluteError, 0.25, 1e-12);
  // One of four is off by more than 20 degrees, 0.349 radians.
  assertEquals(onCircle!.failed, 0.25);
  // On the line their errors are several turns.
  assertEquals(meanAbsoluteError > 3, true);
});

Deno.test("around a circle no error is more than half a period", () => {
  const { onCircle } = parameterScores([0, 0, 0], [5, 5.5, 7], 10);
  assertAlmostEquals(onCircle!.medianAbsoluteError, 4.5, 1e-12);
  assertEquals(onCircle!.failed, 1);
});

Deno.test("a transformation without a period has no scores on a circle", () => {
  assertEquals("onCircle" in parameterScores(truth, truth), false);
});
