import * as Plot from "@observablehq/plot";
import { FONT_SIZE } from "../finish.ts";
import { fittingTicks } from "../fitting_ticks.ts";
import { light } from "../palette.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { binsBetween, type SharedBins } from "../histogram/shared_bins.ts";

/** The values of one parameter, and the axis that shows them. */
export interface ParameterAxis {
  /** One per pair. */
  readonly values: readonly number[];
  /** Bins of the histogram; the axis spans them. */
  readonly bins: SharedBins;
  /** For example "t₁ (degrees)". */
  readonly label: string;
}

/** How a panel is drawn. */
export interface JointPanelOptions {
  /** Size of the panel without its axes, pixels. */
  readonly side: number;
  /** Of every pair; empty where all have the same. */
  readonly colours: readonly string[];
  /** Whether the axes are drawn. */
  readonly withX: boolean;
  readonly withY?: boolean;
}

/** Room left of a panel for its axis, and below it, pixels. */
export const JOINT_LEFT = 66;
const BOTTOM = 42;

/** Dots of a panel, at most: more hide each other. */
export const MOST_PAIR_DOTS = 400;

/** A smaller panel has smaller dots and ticks, pixels. */
const SMALL = 140;

const fontSizeOf = (side: number): number =>
  side < SMALL ? FONT_SIZE - 2 : FONT_SIZE;

/** Ticks of an axis, at most. */
const MOST_TICKS = 5;

/** One parameter over another, a dot per pair, of 400 pairs at most. */
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
 * The histogram of a parameter; where pairs have colours, of the pairs of one colour,
 * those that the parameter's generator moves: it is 0 for all others.
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

const spanOf = ({ edges }: SharedBins): [number, number] => [
  edges[0],
  edges.at(-1)!,
];

/** 0, where an axis shows it. */
const zero = (axis: ParameterAxis): number[] => isOnAxis(0, axis) ? [0] : [];

/** Whether an axis shows a value. */
export function isOnAxis(value: number, { bins }: ParameterAxis): boolean {
  const [low, high] = spanOf(bins);
  return low <= value && value <= high;
}
