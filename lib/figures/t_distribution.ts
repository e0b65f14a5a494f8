import * as Plot from "@observablehq/plot";
import { format } from "d3";
import { checkFinite, checkNotEmpty } from "./check.ts";
import { createDocument, svgElement } from "./document.ts";
import type { Figure } from "./figure.ts";
import { finishFigure } from "./finish.ts";
import { fittingTicks } from "./fitting_ticks.ts";
import { frontMarks } from "./histogram_frame.ts";
import {
  densities,
  ESTIMATES,
  modesMark,
  outlineMark,
} from "./histogram_marks.ts";
import { legend, type LegendItem } from "./legend.ts";
import { light } from "./palette.ts";
import { plotStyle } from "./plot_style.ts";
import { sharedBins } from "./shared_bins.ts";

/** What the figure of a distribution of t shows. */
export interface TDistributionData {
  /** One a pair, finite. */
  readonly t: ArrayLike<number>;
  /** Positions of the peaks, ascending. */
  readonly modes: readonly number[];
  /** Unit of t; "generator units" if left out. */
  readonly unit?: string;
}

const WIDTH = 760, HEIGHT = 260, LEFT = 68, RIGHT = 18, BOTTOM = 46, BINS = 60;

/**
 * The distribution of t over pairs as a histogram, with its modes.
 *
 * @throws {RangeError} if there is no t, or a number is not finite
 */
export function tDistributionFigure(data: TDistributionData): Figure {
  const { t, modes } = data;
  checkNotEmpty("tDistributionFigure: t", t);
  checkFinite("tDistributionFigure: t", t);
  checkFinite("tDistributionFigure: modes", modes);
  const document = createDocument();
  const bins = sharedBins([t], BINS);
  const { beyond, total } = bins.lists[0];
  const items: LegendItem[] = [
    { label: "held-out pairs", color: ESTIMATES.refined.color, mark: "line" },
    ...(modes.length === 0 ? [] : [
      {
        label: `modes: ${modes.length}`,
        color: light.muted,
        mark: "dotted",
      } as const,
    ]),
  ];
  const key = legend(document, items, WIDTH - LEFT);
  const top = key.height + 12;
  const note = beyond === 0
    ? ""
    : `beyond the axis: ${format(",")(beyond)} of ${format(",")(total)}`;
  return finishFigure(document, {
    name: "t-distribution",
    caption: `Distribution of t over ${format(",")(t.length)} held-out pairs: ${
      modesInWords(modes)
    }.`,
    width: WIDTH,
    height: top + HEIGHT + (note ? 28 : 4),
    parts: [
      { element: key.element, x: LEFT, y: 6 },
      { element: plot(document, data, bins), x: 0, y: top },
      {
        element: svgElement(document, "text", { fill: light.muted }, note),
        x: LEFT,
        y: top + HEIGHT + 16,
      },
    ],
  });
}

/** "2 modes, at −0.70 and 0.71"; ascending positions. */
export function modesInWords(modes: readonly number[]): string {
  if (modes.length === 0) return "no mode that stands out";
  const places = modes.map((mode) =>
    String(Number(mode.toPrecision(3))).replace("-", "−")
  );
  const list = [places.slice(0, -1).join(", "), places.at(-1)!]
    .filter(Boolean).join(" and ");
  return `${modes.length} mode${modes.length === 1 ? "" : "s"}, at ${list}`;
}

function plot(
  document: Document,
  { modes, unit = "generator units" }: TDistributionData,
  bins: ReturnType<typeof sharedBins>,
) {
  const bars = densities(bins, bins.lists[0]);
  const span = [bins.edges[0], bins.edges.at(-1)!] as const;
  const { color } = ESTIMATES.refined;
  return Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height: HEIGHT,
    marginTop: 8,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: { domain: span },
    y: { nice: true },
    marks: [
      Plot.gridY({ stroke: light.grid, strokeOpacity: 1, ticks: 4 }),
      Plot.rect(bars, {
        x1: "low",
        x2: "high",
        y1: 0,
        y2: "density",
        fill: color,
        fillOpacity: 0.18,
        shapeRendering: "crispEdges",
        className: "t",
      }),
      outlineMark(bars, ESTIMATES.refined),
      modesMark(modes),
      ...frontMarks(
        { parameter: "t", unit },
        { bins },
        LEFT - 8,
        fittingTicks(span, WIDTH - LEFT - RIGHT, 9),
      ),
    ],
  });
}
