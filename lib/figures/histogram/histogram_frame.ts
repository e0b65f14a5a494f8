import * as Plot from "@observablehq/plot";
import type { FittingTicks } from "../fitting_ticks.ts";
import type {
  CountedParameters,
  ParameterHistogramData,
} from "./histogram_data.ts";
import {
  densities,
  densityMark,
  ESTIMATES,
  modesMark,
  truthMark,
} from "./histogram_marks.ts";
import { spanOf } from "./shared_bins.ts";
import type { LegendItem } from "../legend.ts";
import { light } from "../palette.ts";
import { axisLabel } from "../plot_style.ts";
import { parameterLabel, singular } from "../t_words.ts";

/** Makes the marks behind the estimates of a histogram of t: grid, true t, modes. */
export function backMarks(
  { modes = [] }: ParameterHistogramData,
  { bins, lists: { truth } }: CountedParameters,
): Plot.Markish[] {
  return [
    Plot.gridY({ stroke: light.grid, strokeOpacity: 1, ticks: 4 }),
    ...(truth ? [truthMark(densities(bins, truth))] : []),
    modesMark(modes),
  ];
}

/**
 * Makes the marks in front of the estimates: the true density and the axes.
 *
 * @param labelOffset distance of the label of the densities' axis, pixels
 * @param xTicks positions of the ticks; by default Plot chooses them
 */
export function frontMarks(
  { density, parameter, unit }: Pick<
    ParameterHistogramData,
    "density" | "parameter" | "unit"
  >,
  { bins }: Pick<CountedParameters, "bins">,
  labelOffset: number,
  xTicks?: FittingTicks,
): Plot.Markish[] {
  return [
    ...(density ? [densityMark(density, spanOf(bins))] : []),
    Plot.ruleY([0], { stroke: light.ink }),
    Plot.axisY({
      ticks: 4,
      ...axisLabel(`density (1/${singular(unit)})`, labelOffset),
    }),
    Plot.axisX({
      ...xTicks,
      ...axisLabel(parameterLabel(parameter, unit)),
    }),
  ];
}

/** Lists the legend of one or more histograms, for the marks that exist. */
export function histogramLegend(
  histograms: readonly ParameterHistogramData[],
): LegendItem[] {
  const { network, refined } = ESTIMATES;
  const any = (part: "truth" | "density") =>
    histograms.some((histogram) => histogram[part] !== undefined);
  const modes = histograms.some(({ modes = [] }) => modes.length > 0);
  return [
    ...(any("truth") ? [item("true t", light.truth, "area")] : []),
    ...(any("density") ? [item("true density", light.ink, "dashed")] : []),
    ...(modes ? [item("true modes", light.muted, "dotted")] : []),
    item("t-network", network.color, "line"),
    item("refined t", refined.color, "line"),
  ];
}

function item(
  label: string,
  color: string,
  mark: LegendItem["mark"],
): LegendItem {
  return { label, color, mark };
}
