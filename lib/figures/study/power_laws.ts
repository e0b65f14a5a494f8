import * as Plot from "@observablehq/plot";
import { extent } from "d3-array";
import {
  type PowerLaw,
  powerLaw,
  type PowerPoint,
} from "../../evaluation/power_law.ts";
import { checkFinite, checkNotEmpty } from "../check.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import type { LegendItem } from "../legend.ts";
import { formatLog, logAxis } from "../log_axis.ts";
import { light, seriesColor } from "../palette.ts";
import { threeDigits } from "../number_words.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { plotWithLegend } from "../plot_with_legend.ts";
import { fixedText } from "../fixed_text.ts";

/** Points that may follow a power law. */
export interface PowerLine {
  readonly label: string;
  /** The points, at least one. */
  readonly points: readonly PowerPoint[];
}

/** Data of the figure of power laws. */
export interface PowerLawsData {
  readonly caption: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** The lines, at least one. */
  readonly lines: readonly PowerLine[];
}

const WIDTH = 560, HEIGHT = 330, LEFT = 76, RIGHT = 20, BOTTOM = 46;

/**
 * Draws points on logarithmic axes, and the fitted power law of each line, which is
 * straight there. The legend shows the exponents.
 *
 * @throws {RangeError} if there is no line, or one has no point or a coordinate that is
 * not finite and above 0
 */
export function powerLawsFigure(data: PowerLawsData): Figure {
  const { caption, lines } = data;
  checkNotEmpty("powerLawsFigure: lines", lines);
  for (const { label, points } of lines) check(label, points);
  const laws = lines.map(({ points }) => powerLaw(points));
  const document = createDocument();
  return plotWithLegend(document, {
    name: "power-laws",
    caption,
    numbers: lines.map((line, i) => lineNumbers(line, laws[i])).join(" "),
    items: legendOf(lines, laws),
    left: LEFT,
    plot: plot(document, data, laws),
    width: WIDTH,
    height: HEIGHT,
  });
}

/** Describes the ends of a line, and its exponent. */
function lineNumbers(
  { label, points }: PowerLine,
  law: PowerLaw | null,
): string {
  const [first, last] = extent(points, ({ x }) => x).map((end) =>
    points.find(({ x }) => x === end)!
  );
  const place = ({ x, y }: PowerPoint) =>
    `${threeDigits(y)} at ${threeDigits(x)}`;
  return `${label}: ${place(first)}${
    law === null ? "" : `, ${place(last)}, power ${fixedText(law.exponent, 2)}`
  }.`;
}

function check(label: string, points: readonly PowerPoint[]): void {
  const name = `powerLawsFigure: points of ${JSON.stringify(label)}`;
  checkNotEmpty(name, points);
  const numbers = points.flatMap(({ x, y }) => [x, y]);
  checkFinite(name, numbers);
  const wrong = numbers.find((value) => value <= 0);
  if (wrong !== undefined) {
    throw new RangeError(`${name}: expected numbers above 0, found ${wrong}`);
  }
}

const legendOf = (
  lines: readonly PowerLine[],
  laws: readonly (PowerLaw | null)[],
): LegendItem[] =>
  lines.map(({ label }, i) => {
    const law = laws[i];
    return {
      label: law === null
        ? label
        : `${label}: power ${law.exponent.toFixed(2).replace("-", "−")}`,
      color: seriesColor(i),
      mark: "dot",
    };
  });

function plot(
  document: Document,
  { xLabel, yLabel, lines }: PowerLawsData,
  laws: readonly (PowerLaw | null)[],
) {
  const all = lines.flatMap(({ points }) => points);
  const [x, y] = [
    logAxis(all.map((point) => point.x)),
    logAxis(all.map((point) => point.y)),
  ];
  return Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height: HEIGHT,
    marginTop: 8,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: { type: "log", domain: x.domain },
    y: { type: "log", domain: y.domain },
    marks: [
      Plot.gridY(y.ticks, { stroke: light.grid, strokeOpacity: 1 }),
      ...lines.flatMap(({ points }, i) =>
        lineMarks(points, laws[i], seriesColor(i))
      ),
      Plot.axisX(x.ticks, {
        tickFormat: formatLog,
        ...axisLabel(`${xLabel}, log scale`),
      }),
      Plot.axisY(y.ticks, {
        tickFormat: formatLog,
        ...axisLabel(`${yLabel}, log scale`, LEFT - 8),
      }),
      Plot.frame({ stroke: light.ink }),
    ],
  });
}

function lineMarks(
  points: readonly PowerPoint[],
  law: PowerLaw | null,
  color: string,
): Plot.Markish[] {
  const ends = law === null ? [] : extent(points, ({ x }) => x) as number[];
  return [
    Plot.line(ends, {
      x: (end: number) => end,
      y: (end: number) => law!.factor * end ** law!.exponent,
      stroke: color,
      strokeWidth: 1.5,
      strokeDasharray: "5 3",
      className: "law",
    }),
    Plot.dot(points, {
      x: "x",
      y: "y",
      r: 4,
      fill: color,
      stroke: "none",
      className: "points",
    }),
  ];
}
