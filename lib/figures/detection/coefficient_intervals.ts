import { checkFinite, checkNotEmpty } from "../check.ts";
import {
  type CoefficientInterval,
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
import { plotWithLegend } from "../plot_with_legend.ts";

/** Data of the figure of coefficients with intervals. */
export interface CoefficientIntervalsData {
  /** The coefficients, one per term, at least one. */
  readonly coefficients: readonly CoefficientInterval[];
  /** Name of the generator; left out if it has none. */
  readonly name?: string;
}

const ROW = 25;

/**
 * The coefficients of a generator, a row per term, each with its 95 % interval.
 *
 * @throws {RangeError} if there is no coefficient, or a value is not finite
 */
export function coefficientIntervalsFigure(
  data: CoefficientIntervalsData,
): Figure {
  const { coefficients, name } = data;
  const by = "coefficientIntervalsFigure: coefficients";
  checkNotEmpty(by, coefficients);
  checkFinite(by, coefficients.map(({ value }) => value));
  const document = createDocument();
  const left = leftOf(coefficients);
  const limit = limitOf(coefficients);
  const height = coefficients.length * ROW + PANEL_BOTTOM + 8;
  return plotWithLegend(document, {
    name: "coefficient-intervals",
    caption: `Coefficients of the ${
      name ? `generator (${name})` : "fitted field"
    } in its basis, with 95 % intervals.`,
    numbers: `Largest: ${coefficientsInWords(coefficients)}.`,
    items: INTERVAL_KEY,
    left,
    gap: 10,
    plot: coefficientPanel(document, coefficients, { left, limit, height }),
    width: PANEL_WIDTH,
    height,
  });
}
