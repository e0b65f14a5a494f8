import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import { unit } from "#lib/lie/basis.ts";

const truth = unit([0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
const across = unit([0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0]);

/** Coefficients at an angle to the truth, in radians. */
const turned = (angle: number) =>
  truth.map((v, i) => Math.cos(angle) * v + Math.sin(angle) * across[i]);

for (const angle of [1e-9, 1e-6, 1e-3, 0.3, 1, 1.5]) {
  Deno.test(`an angle of ${angle} radians is found, whatever sign and length`, () => {
    for (const factor of [1, -1, 0.01, -40]) {
      const { absoluteCosine, angleDegrees } = generatorScores(
        turned(angle).map((v) => factor * v),
        truth.map((v) => 3 * v),
      );
      const radians = angleDegrees * Math.PI / 180;
      assertAlmostEquals(radians, angle, 1e-6 * angle + 1e-15);
      assertAlmostEquals(absoluteCosine, Math.cos(angle), 1e-14);
    }
  });
}

Deno.test("the same line scores 1 and 0 degrees, a perpendicular one 0 and 90", () => {
  const same = generatorScores(truth, truth);
  assertAlmostEquals(same.absoluteCosine, 1, 1e-15);
  assertEquals(same.angleDegrees, 0);
  const perpendicular = generatorScores(across, truth);
  assertAlmostEquals(perpendicular.absoluteCosine, 0, 1e-15);
  assertAlmostEquals(perpendicular.angleDegrees, 90, 1e-12);
});

Deno.test("scores are within their ranges for coefficients in float32", () => {
  for (const angle of [0, 0.1, 1, 2, Math.PI]) {
    const alpha = Float32Array.from(turned(angle));
    const { absoluteCosine, angleDegrees } = generatorScores(alpha, truth);
    assertEquals(absoluteCosine >= 0 && absoluteCosine <= 1, true);
    assertEquals(angleDegrees >= 0 && angleDegrees <= 90, true);
  }
});

Deno.test("coefficients that are zero, NaN or of different numbers are refused", () => {
  for (const wrong of [new Float64Array(12), truth.map(() => NaN)]) {
    assertThrows(() => generatorScores(wrong, truth), RangeError);
    assertThrows(() => generatorScores(truth, wrong), RangeError);
  }
  assertThrows(() => generatorScores([1, 2], [1, 2, 3]), RangeError);
});
