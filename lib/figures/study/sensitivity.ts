import * as Plot from "@observablehq/plot";
import { max } from "d3-array";
import { barWords, type SeedInterval } from "../../evaluation/seed_interval.ts";
import { checkFinite, checkNotEmpty } from "../check.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { jitter } from "./jitter.ts";
import type { LegendItem } from "../legend.ts";
import { formatLog, logAxis } from "../log_axis.ts";
import { light, seriesColor } from "../palette.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { plotWithLegend } from "../plot_with_legend.ts";
import { valueAxis } from "./value_axis.ts";
import { fixedText } from "../fixed_text.ts";
import { intervalInWords } from "../number_words.ts";

/** The scores of the seeds at one value of the varied quantity. */
export interface SensitivityPoint {
  /** The value, as the user wrote it. */
  readonly at: string;
  /** One score per seed, not negative. */
  readonly values: readonly number[];
  readonly mean: number;
  /** The interval, drawn as a bar; null if there are too few seeds. */
  readonly interval: SeedInterval | null;
}

/** The points of one experiment. */
export interface SensitivityLine {
  readonly label: string;
  readonly points: readonly SensitivityPoint[];
  /** The power law y = factor x^exponent, drawn dashed. */
  readonly law?: { readonly factor: number; readonly exponent: number };
}

/** Data of the figure of a sensitivity. */
export interface SensitivityData {
  readonly name: string;
  readonly caption: string;
  readonly x: {
    readonly label: string;
    readonly scale: "log" | "linear" | "words";
  };
  readonly yLabel: string;
  /**
   * Scale of the scores; by default logarithmic if they differ by more than a factor of
   * 8.
   */
  readonly yScale?: "linear";
  /** The lines, with at least one point in all. */
  readonly lines: readonly SensitivityLine[];
  /**
   * Whether lines are shifted horizontally, so that bars at one value are separate; true
   * by default.
   */
  readonly isSpaced?: boolean;
}

const WIDTH = 760, INSIDE = 320, TOP = 8, BOTTOM = 46, LEFT = 72, RIGHT = 24;

/** The vertical axis is logarithmic if values differ by more than this factor. */
const LOG_ABOVE = 8;

/**
 * Draws a score as a function of the varied quantity: a line through the means, one dot
 * per seed if there are several, and one bar per interval.
 *
 * @throws {RangeError} if there is no value, or one is not finite
 */
export function sensitivityFigure(data: SensitivityData): Figure {
  const { name, caption, lines } = data;
  const values = lines.flatMap(({ points }) =>
    points.flatMap((point) => point.values)
  );
  checkNotEmpty("sensitivityFigure: values", values);
  checkFinite("sensitivityFigure: values", values);
  const document = createDocument();
  return plotWithLegend(document, {
    name,
    caption,
    numbers: lines.map(lineNumbers).join(" "),
    items: legendItems(lines),
    left: LEFT,
    y: 4,
    gap: 6,
    plot: plot(document, data, values),
    width: WIDTH,
    height: TOP + INSIDE + BOTTOM,
  });
}

/** Describes the mean at every value with its interval. */
const lineNumbers = ({ label, points }: SensitivityLine): string =>
  `${label}: ${
    points.map(({ at, mean, interval }) =>
      `${intervalInWords(mean, interval)} at ${at}`
    ).join(", ")
  }.`;

function legendItems(lines: readonly SensitivityLine[]): LegendItem[] {
  const bars = barWords(
    lines.flatMap(({ points }) => points.map(({ interval }) => interval)),
  );
  const items = lines.flatMap(({ label, law }, i): LegendItem[] => [
    { label, color: seriesColor(i), mark: "dot" },
    ...law === undefined ? [] : [{
      label: `power ${fixedText(law.exponent, 2)}`,
      color: seriesColor(i),
      mark: "dashed" as const,
    }],
  ]);
  if (bars === undefined) return items;
  return [...items, {
    label: `bar: ${bars}`,
    color: light.muted,
    mark: "line",
  }];
}

/** A horizontal axis: the positions of values, its scale and its ticks. */
interface Across {
  /** Whether the values are ordered, so that lines between them are drawn. */
  readonly ordered: boolean;
  readonly place: (at: string) => number;
  /** Shifts a position along the axis by a share of its length. */
  readonly aside: (place: number, share: number) => number;
  readonly scale: Plot.ScaleOptions;
  readonly ticks: number | number[];
  readonly tickFormat?: (tick: number) => string;
  readonly suffix: string;
}

/**
 * Margins at the ends of the axis, distance of lines, and offset of seeds from their
 * mean, as shares of the axis.
 */
const PAD = 0.06, APART = 0.03, SEEDS_ASIDE = 0.015;

function acrossOf({ x, lines }: SensitivityData): Across {
  const names = [
    ...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at))),
  ];
  const numbers = names.map(Number);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (x.scale === "log" && low > 0 && high > low) {
    const { ticks } = logAxis(numbers);
    const factor = (high / low) ** PAD;
    return {
      ordered: true,
      place: Number,
      aside: (place, share) => place * (high / low) ** share,
      scale: { type: "log", domain: [low / factor, high * factor] },
      ticks: ticks.filter((t) => t >= low / factor && t <= high * factor),
      tickFormat: formatLog,
      suffix: ", log scale",
    };
  }
  if (x.scale === "linear" && high > low) {
    const room = PAD * (high - low);
    return {
      ordered: true,
      place: Number,
      aside: (place, share) => place + share * (high - low),
      scale: { domain: [low - room, high + room] },
      ticks: 6,
      suffix: "",
    };
  }
  // Words, and numbers that include 0 on a logarithmic scale, are evenly spaced.
  const sorted = numbers.every(Number.isFinite)
    ? names.toSorted((a, b) => Number(a) - Number(b))
    : names;
  return {
    ordered: x.scale !== "words",
    place: (at) => sorted.indexOf(at),
    aside: (place, share) => place + share * sorted.length,
    scale: { type: "linear", domain: [-0.5, sorted.length - 0.5] },
    ticks: sorted.map((_, i) => i),
    tickFormat: (tick) => sorted[tick] ?? "",
    suffix: "",
  };
}

function plot(
  document: Document,
  data: SensitivityData,
  values: readonly number[],
) {
  const { x, yLabel, yScale, lines, isSpaced = true } = data;
  const across = acrossOf(data);
  const { place, suffix, ticks, tickFormat } = across;
  const ends = lines.flatMap(({ points }) =>
    points.flatMap(({ interval }) =>
      interval === null ? [] : [interval.low, interval.high]
    )
  );
  const vertical = valueAxis(
    [...values, ...ends],
    yScale === "linear" ? Infinity : LOG_ABOVE,
  );
  const { scale, suffix: ySuffix, ...yTicks } = vertical;
  return Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height: TOP + INSIDE + BOTTOM,
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: across.scale,
    y: { ...scale, domain: [...scale.domain], clamp: true },
    marks: [
      Plot.gridY({ ...yTicks, stroke: light.grid, strokeOpacity: 1 }),
      ...lines.flatMap((line, i) =>
        lineMarks(
          line,
          seriesColor(i),
          across,
          isSpaced ? (i - (lines.length - 1) / 2) * APART : 0,
        )
      ),
      ...lines.map(({ points, law }, i) =>
        lawMark(points, law, seriesColor(i), place)
      ),
      Plot.axisX({ ticks, tickFormat, ...axisLabel(`${x.label}${suffix}`) }),
      Plot.axisY({ ...yTicks, ...axisLabel(`${yLabel}${ySuffix}`, LEFT - 8) }),
    ],
  });
}

/** @param share Shift of the line, as a share of the axis. */
function lineMarks(
  { points }: SensitivityLine,
  color: string,
  { ordered, place, aside }: Across,
  share: number,
): Plot.Markish[] {
  const rows = points
    .map((point) => ({ ...point, x: aside(place(point.at), share) }))
    .toSorted((a, b) => a.x - b.x);
  // A single seed is equal to the mean.
  const dots = rows.flatMap(({ x, values }) =>
    values.length === 1 ? [] : values.map((y, i) => ({
      x: aside(x, jitter(i, 0.008) - SEEDS_ASIDE),
      y,
    }))
  );
  const intervals = rows.flatMap(({ x, interval }) =>
    interval === null ? [] : [{ x, ...interval }]
  );
  return [
    Plot.dot(dots, {
      x: "x",
      y: "y",
      r: 2.5,
      fill: color,
      fillOpacity: 0.45,
      className: "seeds",
    }),
    Plot.line(ordered ? rows : [], {
      x: "x",
      y: "mean",
      stroke: color,
      strokeWidth: 1.8,
      className: "line",
    }),
    Plot.dot(rows, {
      x: "x",
      y: "mean",
      r: 5,
      fill: color,
      stroke: light.surface,
      className: "means",
    }),
    Plot.ruleX(intervals, {
      x: "x",
      y1: "low",
      y2: "high",
      stroke: color,
      strokeWidth: 2.5,
      className: "intervals",
    }),
  ];
}

/** Draws the power law from the first point to the last one. */
function lawMark(
  points: readonly SensitivityPoint[],
  law: SensitivityLine["law"],
  color: string,
  place: (at: string) => number,
): Plot.Markish {
  const x = law === undefined ? [] : points.map(({ at }) => place(at));
  const ends = x.length === 0 ? [] : [Math.min(...x), max(x)!];
  return Plot.line(
    ends.map((x) => ({ x, y: law!.factor * x ** law!.exponent })),
    {
      x: "x",
      y: "y",
      stroke: color,
      strokeDasharray: "5 3",
      className: "law",
    },
  );
}
