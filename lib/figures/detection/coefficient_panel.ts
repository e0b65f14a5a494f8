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
  /** An end may be infinite, or not a number: then it is nowhere. */
  readonly low: number;
  readonly high: number;
}

/** Size of a panel, and of its room below the rows, pixels. */
export const PANEL_WIDTH = 760, PANEL_BOTTOM = 46;

/** Room for the values right of the rows, pixels. */
const VALUES = 204;

/** Room for the labels at most, pixels: longer ones are shortened. */
const WIDEST_LABEL = 220;

/** Unit coefficients go to 1; an interval that goes beyond this is cut there. */
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

/** How a panel is laid out. */
export interface CoefficientPanelOptions {
  /** Room for the labels, pixels. */
  readonly left: number;
  /** Where the axis ends, both ways. */
  readonly limit: number;
  /** Size of the whole panel, pixels. */
  readonly height: number;
}

/** Room for the labels of coefficients, pixels. */
export function leftOf(coefficients: readonly CoefficientInterval[]): number {
  const longest = max(coefficients, ({ term }) => textWidth(term))!;
  return 20 + Math.min(WIDEST_LABEL, Math.max(40, longest));
}

/** Where an axis ends on which all intervals are shown, as far as they may go. */
export function limitOf(coefficients: readonly CoefficientInterval[]): number {
  const ends = coefficients.flatMap(({ value, low, high }) => [
    value,
    ...[low, high].map((end) => Number.isFinite(end) ? end : FARTHEST),
  ]);
  const largest = max(ends, Math.abs) || 1;
  return 1.06 * Math.min(FARTHEST, largest);
}

/** The coefficients of a generator with their intervals, a row per term. */
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

/** A cross-bar where an interval ends; none where it goes on. */
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

/** "0.7071  [0.7059, 0.7083]". */
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

/** A label that fits, its end left out where it must be. */
function shortened(label: string): string {
  if (textWidth(label) <= WIDEST_LABEL) return label;
  const letters = [...label];
  while (textWidth(`${letters.join("")}…`) > WIDEST_LABEL) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/** The largest coefficients with their intervals. */
export const coefficientsInWords = (
  coefficients: readonly CoefficientInterval[],
): string =>
  largestInWords(
    coefficients.map(({ term }) => term),
    coefficients.map(({ value }) => value),
    (k) => intervalInWords(coefficients[k].value, coefficients[k]),
  );
