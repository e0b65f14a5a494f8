import * as Plot from "@observablehq/plot";
import { format } from "d3";
import { createDocument, svgElement } from "./document.ts";
import type { Figure } from "./figure.ts";
import { finishFigure } from "./finish.ts";
import {
  beyondNote,
  type CountedParameters,
  countParameters,
  type ParameterHistogramData,
} from "./histogram_data.ts";
import { backMarks, frontMarks, histogramLegend } from "./histogram_frame.ts";
import { densities, estimateMarks, ESTIMATES } from "./histogram_marks.ts";
import { legend } from "./legend.ts";
import { light } from "./palette.ts";
import { parameterName, plotStyle } from "./plot_style.ts";

export type { ParameterHistogramData } from "./histogram_data.ts";

const WIDTH = 760, ROW = 150, LEFT = 64, RIGHT = 88, BOTTOM = 46, BINS = 60;

/**
 * Figure 3 of the paper: the distributions of the true, the t-network's and
 * the refined t, in the transformation's unit, in the same bins and on the
 * same axes; one row an estimate, each over the true distribution.
 *
 * @throws {RangeError} if a list is empty or holds a number that is not finite
 */
export function parameterHistogramFigure(data: ParameterHistogramData): Figure {
  const counted = countParameters("parameterHistogramFigure", data, BINS);
  const document = createDocument();
  const key = legend(document, histogramLegend([data]), WIDTH - LEFT);
  const top = key.height + 12;
  const height = 2 * ROW + BOTTOM;
  const note = beyondNote(counted);
  return finishFigure(document, {
    name: "parameter-histogram",
    caption: caption(data),
    width: WIDTH,
    height: top + height + (note ? 30 : 4),
    parts: [
      { element: key.element, x: LEFT, y: 6 },
      { element: plot(document, data, counted, height), x: 0, y: top },
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
  data: ParameterHistogramData,
  counted: CountedParameters,
  height: number,
) {
  const { bins, lists: { network, refined } } = counted;
  return Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height,
    marginTop: 8,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: { domain: [bins.edges[0], bins.edges.at(-1)!] },
    y: { nice: true },
    fy: { domain: ["t-network", "refined"], padding: 0.12 },
    marks: [
      ...backMarks(data, counted),
      ...estimateMarks(densities(bins, network), ESTIMATES.network),
      ...estimateMarks(densities(bins, refined), ESTIMATES.refined),
      ...frontMarks(data, counted, LEFT - 8),
      Plot.axisFy({ anchor: "right", label: null }),
    ],
  });
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
