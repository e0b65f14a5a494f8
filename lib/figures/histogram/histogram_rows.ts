import * as Plot from "@observablehq/plot";
import { svgElement } from "../document.ts";
import type { Block } from "../finish.ts";
import {
  beyondNote,
  type CountedParameters,
  countParameters,
  type ParameterHistogramData,
} from "./histogram_data.ts";
import { backMarks, frontMarks, histogramLegend } from "./histogram_frame.ts";
import { densities, estimateMarks, ESTIMATES } from "./histogram_marks.ts";
import { legend } from "../legend.ts";
import { spanOf } from "./shared_bins.ts";
import { light } from "../palette.ts";
import { plotStyle } from "../plot_style.ts";

/** Margin on the left of the histograms' axis, pixels. */
export const HISTOGRAM_LEFT = 64;

const RIGHT = 88, BOTTOM = 46, BINS = 60;

/** Width of all rows, and height of one row, pixels. */
interface Size {
  readonly width: number;
  readonly row: number;
}

/**
 * Draws a legend, one row per estimate of t over the true distribution, in equal bins
 * and with equal axes, and the note on values beyond the axes.
 *
 * @param name name of the figure's function, for messages
 * @throws {RangeError} if a list is empty or contains a number that is not finite
 */
export function histogramRows(
  name: string,
  document: Document,
  data: ParameterHistogramData,
  { width, row }: Size,
): Block {
  const counted = countParameters(name, data, BINS);
  const key = legend(document, histogramLegend([data]), width - HISTOGRAM_LEFT);
  const top = key.height + 12;
  const height = 2 * row + BOTTOM;
  const note = beyondNote(counted);
  return {
    parts: [
      { element: key.element, x: HISTOGRAM_LEFT, y: 6 },
      {
        element: plot(document, data, counted, { width, row }),
        x: 0,
        y: top,
      },
      {
        element: svgElement(document, "text", { fill: light.muted }, note),
        x: HISTOGRAM_LEFT,
        y: top + height + 18,
      },
    ],
    width,
    height: top + height + (note ? 30 : 4),
  };
}

function plot(
  document: Document,
  data: ParameterHistogramData,
  counted: CountedParameters,
  { width, row }: Size,
) {
  const { bins, lists: { network, refined } } = counted;
  return Plot.plot({
    ...plotStyle(document),
    width,
    height: 2 * row + BOTTOM,
    marginTop: 8,
    marginBottom: BOTTOM,
    marginLeft: HISTOGRAM_LEFT,
    marginRight: RIGHT,
    x: { domain: spanOf(bins) },
    y: { nice: true },
    fy: { domain: ["t-network", "refined"], padding: 0.12 },
    marks: [
      ...backMarks(data, counted),
      ...estimateMarks(densities(bins, network), ESTIMATES.network),
      ...estimateMarks(densities(bins, refined), ESTIMATES.refined),
      ...frontMarks(data, counted, HISTOGRAM_LEFT - 8),
      Plot.axisFy({ anchor: "right", label: null }),
    ],
  });
}
