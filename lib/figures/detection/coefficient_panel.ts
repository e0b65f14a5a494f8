import * as Plot from "@observablehq/plot";
import { max } from "d3-array";
import { estimatedDots } from "../latent/estimated_true.ts";
import { type LegendItem, textWidth } from "../legend.ts";
import { light } from "../palette.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { fixedText } from "../fixed_text.ts";
import { intervalInWords, largestInWords } from "../number_words.ts";

/** A coefficient and its interval. */
export interface CoefficientInterval {
  /** Label of the basis' term, for example "x² ∂y". */
  readonly term: string;
  readonly value: number;
  /** Lower end of the interval; an end that is infinite or NaN is not drawn. */
  readonly low: number;
  readonly high: number;
}

/** Width of a panel, and height of its part below the rows, pixels. */
export const PANEL_WIDTH = 760, PANEL_BOTTOM = 46;

/** Width of the values right of the rows, pixels. */
const VALUES = 204;

/** Largest width of the labels, pixels; longer ones are shortened. */
const WIDEST_LABEL = 220;

/**
 * Largest magnitude that is drawn; intervals are cut there. Unit coefficients are at
 * most 1.
 */
const FARTHEST = 1.5;

/** Entries of the legend. */
export const INTERVAL_KEY: readonly LegendItem[] = [
  { label: "coefficient", color: light.network, mark: "dot" },
  { label: "95 % interval", color: light.network, mark: "line" },
];

interface Row extends CoefficientInterval {
  /** The drawn part of the interval. */
  readonly from: number;
  readonly to: number;
}

/** Layout of a panel. */
export interface CoefficientPanelOptions {
  /** Width of the labels, pixels. */
  readonly left: number;
  /** Magnitude at both ends of the axis. */
  readonly limit: number;
  /** Height of the whole panel, pixels. */
  readonly height: number;
}

/** Computes the width of the labels of coefficients, pixels. */
export function leftOf(coefficients: readonly CoefficientInterval[]): number {
  const longest = max(coefficients, ({ term }) => textWidth(term))!;
  return 20 + Math.min(WIDEST_LABEL, Math.max(40, longest));
}

/**
 * Computes the magnitude at the ends of an axis that shows all intervals, up to
 * `FARTHEST`.
 */
export function limitOf(coefficients: readonly CoefficientInterval[]): number {
  const ends = coefficients.flatMap(({ value, low, high }) => [
    value,
    ...[low, high].map((end) => Number.isFinite(end) ? end : FARTHEST),
  ]);
  const largest = max(ends, Math.abs) || 1;
  return 1.06 * Math.min(FARTHEST, largest);
}

/** Draws the coefficients of a generator with their intervals, one row per term. */
export function coefficientPanel(
  document: Document,
  coefficients: readonly CoefficientInterval[],
  { left, limit, height }: CoefficientPanelOptions,
) {
  const within = (end: number, otherwise: number) =>
    Math.min(limit, Math.max(-limit, Number.isNaN(end) ? otherwise : end));
  const rows = coefficients.map((row): Row => ({
    ...row,
    from: within(row.low, -limit),
    to: within(row.high, limit),
  }));
  return Plot.plot({
    ...plotStyle(document),
    width: PANEL_WIDTH,
    height,
    marginTop: 8,
    marginBottom: PANEL_BOTTOM,
    marginLeft: left,
    marginRight: VALUES,
    x: { domain: [-limit, limit] },
    y: {
      type: "point",
      domain: rows.map(({ term }) => term),
      padding: 0.5,
    },
    marks: [
      Plot.gridX({ stroke: light.grid, strokeOpacity: 1 }),
      Plot.ruleX([0], { stroke: light.ink, className: "zero" }),
      Plot.ruleY(rows, {
        y: "term",
        x1: "from",
        x2: "to",
        stroke: light.network,
        strokeWidth: 2,
        className: "intervals",
      }),
      ...(["from", "to"] as const).map((end) => whiskers(rows, end, limit)),
      estimatedDots(rows, { x: "value", y: "term" }),
      Plot.text(rows, {
        y: "term",
        text: intervalText,
        frameAnchor: "right",
        textAnchor: "end",
        dx: VALUES - 8,
        fontVariant: "tabular-nums",
        fill: light.muted,
        className: "values",
      }),
      Plot.axisX(axisLabel("coefficient (unit norm)")),
      Plot.axisY({ label: null, tickSize: 0, tickFormat: shortened }),
    ],
  });
}

/** Draws a cross-bar at each end of an interval that is not cut. */
function whiskers(
  rows: readonly Row[],
  end: "from" | "to",
  limit: number,
): Plot.Markish {
  return Plot.vector(rows.filter((row) => Math.abs(row[end]) < limit), {
    x: end,
    y: "term",
    shape: {
      draw(path, length) {
        path.moveTo(0, -length / 2);
        path.lineTo(0, length / 2);
      },
    },
    length: 9,
    anchor: "start",
    stroke: light.network,
    strokeWidth: 2,
    className: "whiskers",
  });
}

/** Formats a coefficient: "0.7071 [0.7059, 0.7083]". */
function intervalText({ value, low, high }: CoefficientInterval): string {
  const [v, a, b] = [value, low, high].map((number) =>
    Number.isFinite(number)
      ? fixedText(number, 4)
      : number < 0
      ? "−∞"
      : number > 0
      ? "∞"
      : "?"
  );
  return `${v}  [${a}, ${b}]`;
}

/** Shortens a label at its end if it is too wide. */
function shortened(label: string): string {
  if (textWidth(label) <= WIDEST_LABEL) return label;
  const letters = [...label];
  while (textWidth(`${letters.join("")}…`) > WIDEST_LABEL) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/** Lists the largest coefficients with their intervals. */
export const coefficientsInWords = (
  coefficients: readonly CoefficientInterval[],
): string =>
  largestInWords(
    coefficients.map(({ term }) => term),
    coefficients.map(({ value }) => value),
    (k) => intervalInWords(coefficients[k].value, coefficients[k]),
  );
