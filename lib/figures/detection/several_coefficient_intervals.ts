import { checkFinite, checkNotEmpty } from "../check.ts";
import type { CoefficientIntervalsData } from "./coefficient_intervals.ts";
import {
  coefficientPanel,
  coefficientsInWords,
  INTERVAL_KEY,
  leftOf,
  limitOf,
  PANEL_BOTTOM,
  PANEL_WIDTH,
} from "./coefficient_panel.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure, type Part } from "../finish.ts";
import { generatorLabel, symbolOf } from "./generator_label.ts";
import { legend } from "../legend.ts";

/** Height of a term's row, and gaps above and below a label, pixels. */
const ROW = 19, ABOVE_LABEL = 12, BELOW_LABEL = 2;

/**
 * Draws the coefficients of several generators with their 95 % intervals, one panel per
 * generator and one row per term, on equal axes.
 *
 * @throws {RangeError} if there is no generator, or one has no coefficient, or a value
 * is not finite
 */
export function severalCoefficientIntervalsFigure(
  generators: readonly CoefficientIntervalsData[],
): Figure {
  const by = "severalCoefficientIntervalsFigure";
  checkNotEmpty(`${by}: generators`, generators);
  for (const { coefficients } of generators) {
    checkNotEmpty(`${by}: coefficients`, coefficients);
    checkFinite(`${by}: coefficients`, coefficients.map(({ value }) => value));
  }
  const document = createDocument();
  const all = generators.flatMap(({ coefficients }) => coefficients);
  const [left, limit] = [leftOf(all), limitOf(all)];
  const key = legend(document, INTERVAL_KEY, PANEL_WIDTH - left);
  const parts: Part[] = [{ element: key.element, x: left, y: 6 }];
  let y = key.height + 6;
  generators.forEach(({ name, coefficients }, k) => {
    const label = generatorLabel(document, k, name, PANEL_WIDTH - left);
    y += ABOVE_LABEL + label.height;
    parts.push({ element: label.element, x: left, y });
    y += BELOW_LABEL;
    const height = coefficients.length * ROW + PANEL_BOTTOM + 8;
    const size = { left, limit, height };
    const element = coefficientPanel(document, coefficients, size);
    parts.push({ element, x: 0, y });
    y += height;
  });
  const used = generators.every(({ name }) => name !== undefined);
  return finishFigure(document, {
    name: "coefficient-intervals",
    caption: `Coefficients of the ${generators.length} ${
      used ? "generators" : "fitted fields"
    } in their basis, each of unit norm, with 95 % intervals.`,
    numbers: generators.map(({ coefficients }, k) =>
      `Largest of ${symbolOf(k)}: ${coefficientsInWords(coefficients)}.`
    ).join(" "),
    width: PANEL_WIDTH,
    height: Math.ceil(y),
    parts,
  });
}
