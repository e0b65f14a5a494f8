import * as Plot from "@observablehq/plot";
import { max } from "d3-array";
import type { ChannelsRun } from "./channels_data.ts";
import { END_LABEL_GAP } from "./end_labels.ts";
import { textWidth } from "../legend.ts";
import { light } from "../palette.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { valueAxis } from "../study/value_axis.ts";

/** One quantity of the runs. */
export interface ChannelsLine {
  /** Label at the line's end; none if left out. */
  readonly label?: string;
  readonly color: string;
  readonly className: string;
  /** The value of a run; null leaves a gap. */
  readonly value: (run: ChannelsRun) => number | null;
}

/** A constant to compare with. */
export interface Reference {
  readonly label: string;
  readonly value: number;
}

/** A panel of quantities of one unit. */
export interface ChannelsPanel {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly ChannelsLine[];
  readonly references?: readonly Reference[];
  /** The axis is logarithmic if values differ by more than this factor. */
  readonly logAbove: number;
}

/** Margins of a plot, and the height of its inside; pixels. */
export const TOP = 8, CHANNELS_LEFT = 72, INSIDE = 206;

const RIGHT = 16, BOTTOM = 46, HEIGHT = TOP + INSIDE + BOTTOM;

/** Share of the axis' span that is added at each end. */
const PAD = 0.08;

/** Computes the width of the names at the lines' ends, pixels. */
function rightMargin({ lines, references = [] }: ChannelsPanel): number {
  const names = [...lines, ...references].map(({ label = "" }) => label);
  const longest = max(names, (name) => textWidth(name))!;
  return longest > 0 ? END_LABEL_GAP + longest + 4 : RIGHT;
}

/** Computes the width of a plot's margins, pixels. */
export function plotMargins(panel: ChannelsPanel): number {
  return CHANNELS_LEFT + rightMargin(panel);
}

/**
 * Plots quantities over the number of channels as lines with dots, and the constants to
 * compare with.
 *
 * @param runs the runs, by ascending number of channels
 * @param inside width of the plot without its margins, pixels
 */
export function channelsPlot(
  document: Document,
  panel: ChannelsPanel,
  runs: readonly ChannelsRun[],
  inside: number,
) {
  const { unit, lines, references = [] } = panel;
  const channels = runs.map((run) => run.channels);
  const pad = (channels.at(-1)! / channels[0]) ** PAD;
  const values = [
    ...lines.flatMap(({ value }) => runs.flatMap((run) => value(run) ?? [])),
    ...references.map(({ value }) => value),
  ];
  const { scale, suffix, ...ticks } = valueAxis(values, panel.logAbove);
  return Plot.plot({
    ...plotStyle(document),
    width: plotMargins(panel) + inside,
    height: HEIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginLeft: CHANNELS_LEFT,
    marginRight: rightMargin(panel),
    x: {
      type: "log",
      base: 2,
      domain: [channels[0] / pad, channels.at(-1)! * pad],
    },
    y: { ...scale, domain: [...scale.domain] },
    marks: [
      Plot.gridY({ ...ticks, stroke: light.grid, strokeOpacity: 1 }),
      Plot.ruleY(references, {
        y: "value",
        stroke: light.muted,
        strokeDasharray: "5 3",
        className: "references",
      }),
      ...lines.flatMap((line) => lineMarks(line, runs)),
      Plot.axisX({
        ticks: channels,
        tickFormat: String,
        ...axisLabel("latent channels"),
      }),
      Plot.axisY({
        ...ticks,
        ...axisLabel(`${unit}${suffix}`, CHANNELS_LEFT - 8),
      }),
    ],
  });
}

function lineMarks(
  { value, color, className }: ChannelsLine,
  runs: readonly ChannelsRun[],
): Plot.Markish[] {
  const position = {
    x: "channels",
    y: (run: ChannelsRun) => value(run) ?? NaN,
  };
  return [
    Plot.line(runs, {
      ...position,
      stroke: color,
      strokeWidth: 1.8,
      className: `${className}-line`,
    }),
    Plot.dot(runs, {
      ...position,
      r: 4.5,
      fill: color,
      stroke: light.surface,
      strokeWidth: 1,
      className,
    }),
  ];
}
