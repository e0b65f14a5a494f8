import * as Plot from "@observablehq/plot";
import { FONT_SIZE } from "../finish.ts";
import { fittingTicks } from "../fitting_ticks.ts";
import { light } from "../palette.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import {
  binsBetween,
  type SharedBins,
  spanOf,
} from "../histogram/shared_bins.ts";

/** The values of one parameter, and the axis that shows them. */
export interface ParameterAxis {
  /** The values, one per pair. */
  readonly values: readonly number[];
  /** Bins of the histogram, which are also the range of the axis. */
  readonly bins: SharedBins;
  /** Label of the axis, for example "t₁ (degrees)". */
  readonly label: string;
}

/** Options of a panel. */
export interface JointPanelOptions {
  /** Size of the panel without its axes, pixels. */
  readonly side: number;
  /** Colour of every pair; empty if all have the same. */
  readonly colours: readonly string[];
  /** Whether the axes are drawn. */
  readonly withX: boolean;
  readonly withY?: boolean;
}

/** Margins left of a panel for its axis, and below it, pixels. */
export const JOINT_LEFT = 66;
const BOTTOM = 42;

/** Largest number of dots in a panel; more would hide each other. */
export const MOST_PAIR_DOTS = 400;

/** Side below which a panel has smaller dots and ticks, pixels. */
const SMALL = 140;

const fontSizeOf = (side: number): number =>
  side < SMALL ? FONT_SIZE - 2 : FONT_SIZE;

/** Largest number of ticks of an axis. */
const MOST_TICKS = 5;

/** Draws one parameter over another, one dot per pair, for at most 400 pairs. */
export function parameterScatter(
  document: Document,
  x: ParameterAxis,
  y: ParameterAxis,
  options: JointPanelOptions,
) {
  const { side, colours, withY } = options;
  const every = Math.ceil(x.values.length / MOST_PAIR_DOTS);
  const dots = x.values.map((value, i) => ({
    x: value,
    y: y.values[i],
    fill: colours[i] ?? light.refined,
  })).filter((_, i) => i % every === 0);
  return Plot.plot({
    ...frameOf(document, side),
    x: { domain: spanOf(x.bins), axis: null },
    y: { domain: spanOf(y.bins), axis: null },
    marks: [
      Plot.ruleX(zero(x), { stroke: light.grid, className: "zero" }),
      Plot.ruleY(zero(y), { stroke: light.grid, className: "zero" }),
      Plot.dot(dots.filter((dot) => isOnAxis(dot.x, x) && isOnAxis(dot.y, y)), {
        x: "x",
        y: "y",
        r: side < SMALL ? 1.3 : 1.7,
        fill: "fill",
        stroke: "none",
        className: "pairs",
      }),
      ...xAxis(x, options),
      ...withY
        ? [Plot.axisY({
          ticks: side < SMALL ? 3 : MOST_TICKS,
          fontSize: fontSizeOf(side),
          ...axisLabel(y.label, JOINT_LEFT - 10),
        })]
        : [],
      Plot.frame({ stroke: light.ink }),
    ],
  });
}

/**
 * Draws the histogram of a parameter. If pairs have colours, only the pairs that the
 * parameter's generator moves are counted, because the parameter of all others is 0.
 */
export function parameterHistogram(
  document: Document,
  axis: ParameterAxis,
  own: string,
  options: JointPanelOptions,
) {
  const { side, colours } = options;
  const span = spanOf(axis.bins);
  const values = axis.values.filter((_, i) => (colours[i] ?? own) === own);
  const { lists: [{ counts }], edges } = binsBetween(
    span,
    [values],
    axis.bins.lists[0].counts.length,
  );
  const bars = Array.from(counts, (pairs, i) => ({
    x1: edges[i],
    x2: edges[i + 1],
    y: pairs,
  })).filter(({ y }) => y > 0);
  return Plot.plot({
    ...frameOf(document, side),
    x: { domain: span, axis: null },
    y: { domain: [0, 1.08 * Math.max(...counts) || 1], axis: null },
    marks: [
      Plot.rect(bars, {
        x1: "x1",
        x2: "x2",
        y1: 0,
        y2: "y",
        fill: own,
        shapeRendering: "crispEdges",
        className: "bars",
      }),
      ...xAxis(axis, options),
      Plot.frame({ stroke: light.ink }),
    ],
  });
}

const frameOf = (document: Document, side: number) => ({
  ...plotStyle(document),
  width: JOINT_LEFT + side + 1,
  height: side + BOTTOM,
  marginTop: 0,
  marginLeft: JOINT_LEFT,
  marginBottom: BOTTOM,
  marginRight: 1,
});

const xAxis = (
  { bins, label }: ParameterAxis,
  { side, withX }: JointPanelOptions,
): Plot.Markish[] =>
  withX
    ? [Plot.axisX({
      ...fittingTicks(spanOf(bins), side, MOST_TICKS),
      fontSize: fontSizeOf(side),
      ...axisLabel(label, BOTTOM - 6),
    })]
    : [];

/** The value 0, if an axis contains it. */
const zero = (axis: ParameterAxis): number[] => isOnAxis(0, axis) ? [0] : [];

/** Whether an axis contains a value. */
export function isOnAxis(value: number, { bins }: ParameterAxis): boolean {
  const [low, high] = spanOf(bins);
  return low <= value && value <= high;
}
