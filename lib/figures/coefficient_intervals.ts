import * as Plot from "@observablehq/plot";
import { max } from "d3";
import { checkFinite, checkNotEmpty } from "./check.ts";
import { createDocument } from "./document.ts";
import { estimatedDots } from "./estimated_true.ts";
import type { Figure } from "./figure.ts";
import { finishFigure } from "./finish.ts";
import { legend, textWidth } from "./legend.ts";
import { light } from "./palette.ts";
import { axisLabel, plotStyle } from "./plot_style.ts";

/** A coefficient and its interval. */
export interface CoefficientInterval {
  /** Label of the basis' term, for example "x² ∂y". */
  readonly term: string;
  readonly value: number;
  /** An end may be infinite, or not a number: then it is nowhere. */
  readonly low: number;
  readonly high: number;
}

/** What the figure of coefficients with intervals shows. */
export interface CoefficientIntervalsData {
  /** One a term, at least one. */
  readonly coefficients: readonly CoefficientInterval[];
  /** What the generator was found to be; left out where it is nothing. */
  readonly name?: string;
}

const WIDTH = 760, ROW = 25, VALUES = 204, BOTTOM = 46;

/** Room for the labels at most, pixels: longer ones are shortened. */
const WIDEST_LABEL = 220;

/** Unit coefficients go to 1; an interval that goes beyond this is cut there. */
const FARTHEST = 1.5;

/**
 * The coefficients of a generator, a row a term, each with its 95 % interval.
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
  const longest = max(coefficients, ({ term }) => textWidth(term))!;
  const left = 20 + Math.min(WIDEST_LABEL, Math.max(40, longest));
  const key = legend(document, [
    { label: "coefficient", color: light.network, mark: "dot" },
    { label: "95 % interval", color: light.network, mark: "line" },
  ], WIDTH - left);
  const top = key.height + 10;
  const height = coefficients.length * ROW + BOTTOM + 8;
  return finishFigure(document, {
    name: "coefficient-intervals",
    caption: `Coefficients of the ${
      name ? `generator (${name})` : "fitted field"
    } in its basis, with 95 % intervals.`,
    width: WIDTH,
    height: top + height,
    parts: [
      { element: key.element, x: left, y: 6 },
      { element: plot(document, data, left, height), x: 0, y: top },
    ],
  });
}

interface Row extends CoefficientInterval {
  /** What is drawn of the interval. */
  readonly from: number;
  readonly to: number;
}

function plot(
  document: Document,
  { coefficients }: CoefficientIntervalsData,
  left: number,
  height: number,
) {
  const ends = coefficients.flatMap(({ value, low, high }) => [
    value,
    ...[low, high].map((end) => Number.isFinite(end) ? end : FARTHEST),
  ]);
  const largest = max(ends, Math.abs) || 1;
  const limit = 1.06 * Math.min(FARTHEST, largest);
  const within = (end: number, otherwise: number) =>
    Math.min(limit, Math.max(-limit, Number.isNaN(end) ? otherwise : end));
  const rows = coefficients.map((row): Row => ({
    ...row,
    from: within(row.low, -limit),
    to: within(row.high, limit),
  }));
  return Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height,
    marginTop: 8,
    marginBottom: BOTTOM,
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
      ? number.toFixed(4)
      : number < 0
      ? "-∞"
      : number > 0
      ? "∞"
      : "?"
  );
  return `${v}  [${a}, ${b}]`.replaceAll("-", "−");
}

/** A label that fits, its end left out where it must be. */
function shortened(label: string): string {
  if (textWidth(label) <= WIDEST_LABEL) return label;
  const letters = [...label];
  while (textWidth(`${letters.join("")}…`) > WIDEST_LABEL) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
