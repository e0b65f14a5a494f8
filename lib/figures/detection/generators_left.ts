import * as Plot from "@observablehq/plot";
import { range } from "d3-array";
import { checkFinite, checkNotEmpty } from "../check.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import type { LegendItem } from "../legend.ts";
import { light } from "../palette.ts";
import { threeDigits } from "../number_words.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { plotWithLegend } from "../plot_with_legend.ts";

/** Data of the figure of the generators' number. */
export interface GeneratorsLeftData {
  /** Shares that the best 1, 2, 3, ... generators leave, 0 to 1; at least one. */
  readonly left: readonly number[];
  /** The found number of generators, from 1; undefined if there is none. */
  readonly found?: number;
  /** Largest share that a found number of generators leaves. */
  readonly bound: number;
}

const WIDTH = 560, HEIGHT = 280, LEFT = 106, RIGHT = 18, BOTTOM = 46;

/** The lowest tick of the axis; smaller shares, and 0, are drawn there. */
const FLOOR = 1e-4;

/**
 * Draws the share of the change that the best generators leave, over their number, on a
 * logarithmic axis. Shares below 0.01 % are drawn at 0.01 %.
 *
 * @throws {RangeError} if there is no share, or one is not finite
 */
export function generatorsLeftFigure(data: GeneratorsLeftData): Figure {
  const { left, found, bound } = data;
  checkNotEmpty("generatorsLeftFigure: left", left);
  checkFinite("generatorsLeftFigure: left", left);
  const document = createDocument();
  const what = found === undefined
    ? `No number of generators was found: all leave more than ${
      percent(bound)
    }, or the share falls gradually`
    : `The number that was found is ${found}: the last of them explains most of what is left, and further ones explain almost nothing`;
  return plotWithLegend(document, {
    name: "generators-left",
    caption:
      `Share of the change of held-out pairs, of the part that a field per pair explains, that the best 1 to ${left.length} generators leave, in % on a log scale. ${what}. Shares of 0.01 % and less are drawn at 0.01 %.`,
    numbers: `Left by ${
      left.map((share, i) => `${i + 1}: ${threeDigits(100 * share)} %`)
        .join(", by ")
    }. At most ${percent(bound)} may be left by all.`,
    items: legendOf(data),
    left: LEFT,
    plot: plot(document, data),
    width: WIDTH,
    height: HEIGHT,
  });
}

function legendOf({ found, bound }: GeneratorsLeftData): LegendItem[] {
  return [
    { label: "left", color: light.network, mark: "dot" },
    ...found === undefined ? [] : [
      {
        label: `found: ${found}`,
        color: light.refined,
        mark: "ring",
      } as const,
    ],
    {
      label: `at most ${percent(bound)} is left by all`,
      color: light.muted,
      mark: "dashed",
    },
  ];
}

function plot(document: Document, { left, found, bound }: GeneratorsLeftData) {
  const points = left.map((share, i) => ({
    number: i + 1,
    share: Math.min(Math.max(share, FLOOR), 1),
  }));
  const at = { x: "number", y: "share" } as const;
  return Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height: HEIGHT,
    marginTop: 8,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: { domain: [0.5, left.length + 0.5] },
    y: { type: "log", domain: [FLOOR / 1.5, 1] },
    marks: [
      Plot.gridY(TICKS, { stroke: light.grid, strokeOpacity: 1 }),
      Plot.ruleY([bound], {
        stroke: light.muted,
        strokeDasharray: "5 3",
        className: "bound",
      }),
      Plot.line(points, { ...at, stroke: light.network, strokeWidth: 1.8 }),
      Plot.dot(points, {
        ...at,
        r: 4,
        fill: light.network,
        stroke: "none",
        className: "left",
      }),
      Plot.dot(points.filter(({ number }) => number === found), {
        ...at,
        r: 9,
        stroke: light.refined,
        strokeWidth: 2.2,
        className: "found",
      }),
      Plot.axisX(range(1, left.length + 1), {
        tickFormat: String,
        ...axisLabel("number of generators"),
      }),
      Plot.axisY(TICKS, {
        tickFormat: (share: number) =>
          share === FLOOR ? `≤ ${percent(share)}` : percent(share),
        ...axisLabel("left of the change (log scale)", LEFT - 10),
      }),
      Plot.frame({ stroke: light.ink }),
    ],
  });
}

const TICKS = [FLOOR, 0.001, 0.01, 0.1, 1];

/** Formats a share: "0.01 %", "2 %". */
const percent = (share: number): string =>
  `${Number((100 * share).toPrecision(3))} %`;
