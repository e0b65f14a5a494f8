import * as Plot from "@observablehq/plot";
import { max } from "d3-array";
import { barWords, type SeedInterval } from "../../evaluation/seed_interval.ts";
import { checkFinite, checkNotEmpty } from "../check.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { textWidth } from "../legend.ts";
import { light } from "../palette.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { plotWithLegend } from "../plot_with_legend.ts";
import { jitter } from "./jitter.ts";
import { valueAxis } from "./value_axis.ts";
import { intervalInWords } from "../number_words.ts";

/** The values of the seeds of one condition. */
export interface SeedStrip {
  readonly label: string;
  /** The values, one per seed, not negative; empty if all seeds failed. */
  readonly values: readonly number[];
  /** The mean of the values; null if there are none. */
  readonly mean: number | null;
  /** The interval, drawn as a bar; null if there are too few values. */
  readonly interval: SeedInterval | null;
  /** Text at the end of the row. */
  readonly note: string;
}

/** Strips under a common heading. */
export interface StripGroup {
  readonly label: string;
  readonly strips: readonly SeedStrip[];
}

/** Data of the figure of seeds. */
export interface SeedStripsData {
  readonly name: string;
  readonly caption: string;
  /** Label of the axis of the values. */
  readonly axis: string;
  /** The groups, with at least one value in all. */
  readonly groups: readonly StripGroup[];
}

const WIDTH = 860, ROW = 22, TOP = 4, BOTTOM = 46, INDENT = 12;

/** The axis is logarithmic if values differ by more than this factor. */
const LOG_ABOVE = 15;

interface Row extends Partial<SeedStrip> {
  readonly heading?: string;
  readonly y: number;
}

/**
 * Draws one dot per seed and one row per condition, with the mean and its interval. All
 * seeds are drawn, because mean and interval of few values do not show their
 * distribution.
 *
 * @throws {RangeError} if there is no value, or one is not finite
 */
export function seedStripsFigure(data: SeedStripsData): Figure {
  const { name, caption, groups } = data;
  const strips = groups.flatMap((group) => group.strips);
  const values = strips.flatMap((strip) => strip.values);
  checkNotEmpty("seedStripsFigure: values", values);
  checkFinite("seedStripsFigure: values", values);
  const rows = groups.flatMap(({ label, strips }): Omit<Row, "y">[] => [
    { heading: label },
    ...strips,
  ]).map((row, y) => ({ ...row, y }));
  const document = createDocument();
  const left = 16 +
    max(
      rows,
      ({ label, heading }) =>
        label === undefined
          ? textWidth(heading ?? "")
          : INDENT + textWidth(label),
    )!;
  const right = 16 + max(strips, ({ note }) => textWidth(note))!;
  const height = TOP + rows.length * ROW + BOTTOM;
  return plotWithLegend(document, {
    name,
    caption,
    numbers: groups.map(groupNumbers).join(" "),
    items: [
      { label: "one seed", color: light.network, mark: "dot" },
      { label: meanWords(strips), color: light.refined, mark: "line" },
    ],
    left,
    y: 4,
    gap: 6,
    plot: plot(document, data, rows, { left, right, height }),
    width: WIDTH,
    height,
  });
}

/** Describes the mean of every strip with its interval. */
const groupNumbers = ({ label, strips }: StripGroup): string =>
  `${label}: ${
    strips.map(({ label, mean, interval }) =>
      `${label} ${mean === null ? "none" : intervalInWords(mean, interval)}`
    ).join(", ")
  }.`;

function meanWords(strips: readonly SeedStrip[]): string {
  const bars = barWords(strips.map(({ interval }) => interval));
  return bars === undefined ? "mean" : `mean and ${bars}`;
}

function plot(
  document: Document,
  { axis }: SeedStripsData,
  rows: readonly Row[],
  { left, right, height }: {
    readonly left: number;
    readonly right: number;
    readonly height: number;
  },
) {
  const dots = rows.flatMap(({ values = [], y }) =>
    values.map((value, i) => ({ value, y: y + jitter(i) }))
  );
  const shown = rows.flatMap(({ values = [], interval }) => [
    ...values,
    ...interval ? [interval.low, interval.high] : [],
  ]);
  const { scale, suffix, ...ticks } = valueAxis(shown, LOG_ABOVE);
  const strips = rows.filter(({ label }) => label !== undefined);
  const means = strips.filter(({ mean }) => mean !== null);
  const intervals = strips.flatMap(({ interval, y }) =>
    interval ? [{ ...interval, y }] : []
  );
  const words = {
    y: "y",
    frameAnchor: "left",
    textAnchor: "start",
  } as const;
  return Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height,
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginLeft: left,
    marginRight: right,
    x: { ...scale, domain: [...scale.domain] },
    y: { domain: [rows.length - 0.5, -0.5], axis: null },
    marks: [
      Plot.gridX({ ...ticks, stroke: light.grid, strokeOpacity: 1 }),
      Plot.dot(dots, {
        x: "value",
        y: "y",
        r: 3,
        fill: light.network,
        fillOpacity: 0.55,
        className: "seeds",
      }),
      Plot.ruleY(intervals, {
        x1: "low",
        x2: "high",
        y: "y",
        stroke: light.refined,
        strokeWidth: 2.5,
        className: "intervals",
      }),
      Plot.ruleX(means, {
        x: "mean",
        y1: (row: Row) => row.y - 0.34,
        y2: (row: Row) => row.y + 0.34,
        stroke: light.refined,
        strokeWidth: 2.5,
        className: "means",
      }),
      Plot.text(rows.filter(({ heading }) => heading !== undefined), {
        ...words,
        text: "heading",
        dx: 8 - left,
        fontWeight: "bold",
        fill: light.ink,
        className: "groups",
      }),
      Plot.text(strips, {
        ...words,
        text: "label",
        dx: 8 + INDENT - left,
        fill: light.ink,
        className: "labels",
      }),
      Plot.text(strips, {
        ...words,
        frameAnchor: "right",
        text: "note",
        dx: 8,
        fill: light.muted,
        className: "notes",
      }),
      Plot.axisX({ ...ticks, ...axisLabel(`${axis}${suffix}`) }),
    ],
  });
}
