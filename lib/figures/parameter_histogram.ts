import * as Plot from "@observablehq/plot";
import { format } from "d3";
import { checkFinite, checkNotEmpty } from "./check.ts";
import { createDocument, svgElement } from "./document.ts";
import type { Figure } from "./figure.ts";
import { finishFigure } from "./finish.ts";
import {
  densities,
  densityMark,
  estimateMarks,
  type EstimateStyle,
  truthMark,
} from "./histogram_marks.ts";
import { legend, type LegendItem } from "./legend.ts";
import { light } from "./palette.ts";
import {
  axisLabel,
  parameterLabel,
  parameterName,
  plotStyle,
  singular,
} from "./plot_style.ts";
import { type Binned, type SharedBins, sharedBins } from "./shared_bins.ts";

/** What the figure of the parameter's distribution shows. */
export interface ParameterHistogramData {
  readonly transformation: string;
  /** Name of t, for example "angle". */
  readonly parameter: string;
  /** Unit of every value below. */
  readonly unit: string;
  /** The true t of the pairs, where it is known. */
  readonly truth?: ArrayLike<number>;
  /** The t-network's t. */
  readonly network: ArrayLike<number>;
  /** The refined t. */
  readonly refined: ArrayLike<number>;
  /** The true distribution's density. */
  readonly density?: (t: number) => number;
  /** The true distribution's modes. */
  readonly modes?: readonly number[];
}

const WIDTH = 760, ROW = 150, LEFT = 64, RIGHT = 88, BOTTOM = 46, BINS = 60;

const STYLES: Readonly<Record<"network" | "refined", EstimateStyle>> = {
  network: {
    facet: "t-network",
    className: "network",
    color: light.network,
  },
  refined: { facet: "refined", className: "refined", color: light.refined },
};

/**
 * Figure 3 of the paper: the distributions of the true, the t-network's and
 * the refined t, in the transformation's unit, in the same bins and on the
 * same axes; one row an estimate, each over the true distribution.
 *
 * @throws {RangeError} if a list is empty or holds a number that is not finite
 */
export function parameterHistogramFigure(data: ParameterHistogramData): Figure {
  const { truth, network, refined } = data;
  const lists = { ...(truth && { truth }), network, refined };
  for (const [name, list] of Object.entries(lists)) {
    checkNotEmpty(`parameterHistogramFigure: ${name}`, list);
    checkFinite(`parameterHistogramFigure: ${name}`, list);
  }
  const bins = sharedBins(Object.values(lists), BINS);
  const names = Object.keys(lists);
  const binned = Object.fromEntries(
    names.map((name, i) => [name, bins.lists[i]]),
  );
  const document = createDocument();
  const key = legend(document, legendItems(data), WIDTH - LEFT);
  const top = key.height + 12;
  const height = 2 * ROW + BOTTOM;
  const note = beyondNote(binned);
  return finishFigure(document, {
    name: "parameter-histogram",
    caption: caption(data),
    width: WIDTH,
    height: top + height + (note ? 30 : 4),
    parts: [
      { element: key.element, x: LEFT, y: 6 },
      { element: plot(document, data, bins, binned, height), x: 0, y: top },
      {
        element: svgElement(document, "text", { fill: light.muted }, note),
        x: LEFT,
        y: top + height + 18,
      },
    ],
  });
}

function plot(
  document: Document,
  { density, modes = [], unit, parameter }: ParameterHistogramData,
  bins: SharedBins,
  { truth, network, refined }: Readonly<Record<string, Binned>>,
  height: number,
) {
  const span = [bins.edges[0], bins.edges.at(-1)!] as const;
  return Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height,
    marginTop: 8,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: { domain: span },
    y: { nice: true },
    fy: { domain: ["t-network", "refined"], padding: 0.12 },
    marks: [
      Plot.gridY({ stroke: light.grid, strokeOpacity: 1, ticks: 4 }),
      ...(truth ? [truthMark(densities(bins, truth))] : []),
      Plot.ruleX(modes, {
        stroke: light.muted,
        strokeDasharray: "2 3",
        className: "modes",
      }),
      ...estimateMarks(densities(bins, network), STYLES.network),
      ...estimateMarks(densities(bins, refined), STYLES.refined),
      ...(density ? [densityMark(density, span)] : []),
      Plot.ruleY([0], { stroke: light.ink }),
      Plot.axisY({
        ticks: 4,
        ...axisLabel(`density (1/${singular(unit)})`, LEFT - 8),
      }),
      Plot.axisX(axisLabel(parameterLabel(parameter, unit))),
      Plot.axisFy({ anchor: "right", label: null }),
    ],
  });
}

function legendItems(
  { truth, density, modes = [] }: ParameterHistogramData,
): LegendItem[] {
  const { ink, muted } = light;
  return [
    ...(truth ? [item("true t", light.truth, "area")] : []),
    ...(density ? [item("true density", ink, "dashed")] : []),
    ...(modes.length > 0 ? [item("true modes", muted, "dotted")] : []),
    item("t-network", STYLES.network.color, "line"),
    item("refined t", STYLES.refined.color, "line"),
  ];
}

function item(
  label: string,
  color: string,
  mark: LegendItem["mark"],
): LegendItem {
  return { label, color, mark };
}

function caption(data: ParameterHistogramData): string {
  const { parameter, unit, transformation, network, truth } = data;
  const pairs = format(",")(network.length);
  const against = truth ? ", against the true one" : "";
  const name = parameterName(parameter, unit);
  return `Distribution of ${
    name === "t" ? "t" : `the ${name}`
  } over ${pairs} pairs for ${transformation}, as the t-network and the refinement estimate it${against}; in ${unit}.`;
}

/** Says how many values lie outside the axis; empty if none does. */
function beyondNote(lists: Readonly<Record<string, Binned>>): string {
  const parts = Object.entries(lists).flatMap(([name, { beyond, total }]) =>
    beyond > 0
      ? [`${name} ${format(",")(beyond)} of ${format(",")(total)}`]
      : []
  );
  return parts.length === 0 ? "" : `beyond the axis: ${parts.join(", ")}`;
}
