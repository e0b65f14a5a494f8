import type { GroundTruth } from "../datasets/pairs.ts";
import type { Detection } from "../detection/detection.ts";
import { alphaOf } from "../detection/found.ts";
import type { TableRow } from "../display/display.ts";
import { tableRow } from "./table_row.ts";
import { unitScale } from "../lie/gauge.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";
import { parameterScores } from "../evaluation/parameter_scores.ts";
import { coefficientsFigure } from "../figures/latent/coefficients.ts";
import type { Figure } from "../figures/figure.ts";
import { norm, projectField } from "../lie/basis.ts";
import { fixedText } from "../figures/fixed_text.ts";

/** Compares a detection with the truth, as rows of a table. */
export function detectionScores(
  detection: Detection,
  truth: GroundTruth,
): TableRow[] {
  const { basis, coefficients, description, held, modes } = detection;
  const { transformation, distribution } = truth;
  const { unit } = transformation;
  const alpha = alphaOf(detection);
  const own = trueCoefficients(detection, truth);
  const generator = generatorScores(alpha, own);
  const scale = unitScale(alpha, own);
  const t = parameterScores(
    held.t.map((value) => value / scale),
    Float64Array.from(held.indices, (pair) => truth.t[pair]),
  );
  const inside = coefficients.filter(({ low, high }, k) => {
    const value = Math.sign(scale) * own[k] / norm(own);
    return low <= value && value <= high;
  });
  const positions = modes.map(({ position }) => position / scale)
    .sort((a, b) => a - b);
  const inUnit = (value: number) => `${value.toFixed(4)} ${unit}`;
  const listed = (values: readonly number[]) =>
    values.length === 0 ? "none" : `${values.map(signed).join(", ")} ${unit}`;
  return [
    tableRow("found", description.name),
    tableRow("true", transformation.name),
    tableRow("|cosine| between the two", generator.absoluteCosine.toFixed(6)),
    tableRow(
      "angle between the two",
      `${generator.angleDegrees.toFixed(3)} degrees`,
    ),
    tableRow(
      "true coefficients within the intervals",
      `${inside.length} of ${basis.terms.length}`,
    ),
    tableRow("held-out pairs", String(held.t.length)),
    tableRow("t: correlation with the true one", t.correlation.toFixed(5)),
    tableRow("t: median absolute error", inUnit(t.medianAbsoluteError)),
    tableRow("t: W1/std", t.wassersteinOverStd.toFixed(4)),
    tableRow("peaks of t, found", listed(positions)),
    tableRow("peaks of t, true", listed(distribution.modes)),
  ];
}

/** Draws the estimated coefficients next to the true ones. */
export function coefficientsAgainst(
  detection: Detection,
  truth: GroundTruth,
): Figure {
  const alpha = alphaOf(detection);
  const own = trueCoefficients(detection, truth);
  const scale = unitScale(alpha, own);
  return coefficientsFigure({
    terms: detection.basis.terms.map(({ label }) => label),
    estimated: alpha,
    truth: own.map((value) => value / scale),
    name: detection.description.name,
  });
}

/** The true coefficients, not normalised, in the basis of the detection. */
const trueCoefficients = (
  { basis }: Pick<Detection, "basis">,
  { transformation }: Pick<GroundTruth, "transformation">,
): Float64Array => projectField(transformation.field, basis).coefficients;

const signed = (value: number): string => fixedText(value, 3);
