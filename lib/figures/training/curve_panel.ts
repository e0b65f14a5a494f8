import * as Plot from "@observablehq/plot";
import { max } from "d3-array";
import { formatLog, logAxis } from "../log_axis.ts";
import { light } from "../palette.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";

/** One row of the history. */
export interface CurveRow {
  /** Number of steps done. */
  readonly step: number;
  /** Further columns, by their names. */
  readonly [column: string]: number;
}

/** The start of a stage of the curriculum. */
export interface StageStart {
  /** The step at which the stage begins. */
  readonly step: number;
  /** The stage's name. */
  readonly label: string;
}

/** Sizes that the panels of a figure share, pixels. */
export const WIDTH = 760,
  CURVE_LEFT = 76,
  RIGHT = 20,
  CURVE_BOTTOM = 46,
  STAGES = 20;

/** One line of a panel. */
export interface Curve {
  readonly label: string;
  readonly color: string;
  readonly dashed: boolean;
  readonly value: (row: CurveRow) => number;
}

/** Curves on one logarithmic axis. */
export interface Panel {
  readonly label: string;
  readonly curves: readonly Curve[];
  /** Height of the plot's inside, pixels. */
  readonly height: number;
  /** Width of the whole plot, pixels, by default `WIDTH`. */
  readonly width?: number;
  /** The last step of the axis, by default that of the history. */
  readonly end?: number;
}

const MOST_POINTS = 500;

/**
 * Selects every k-th row of a long history and its last one, so that figures stay small.
 */
export function thinned<Row>(history: readonly Row[]): readonly Row[] {
  const every = Math.ceil(history.length / MOST_POINTS);
  return history.filter((_, i) => i % every === 0 || i === history.length - 1);
}

/**
 * Draws a panel.
 *
 * @param top top margin, pixels; if it is large enough, the stages' names are written
 * there
 * @param bottom bottom margin, pixels; if it is large enough, the axis of the steps is
 * drawn there
 */
export function panelPlot(
  document: Document,
  {
    label,
    curves,
    height,
    width = WIDTH,
    end: given,
  }: Panel,
  history: readonly CurveRow[],
  stages: readonly StageStart[],
  { top, bottom }: { readonly top: number; readonly bottom: number },
) {
  const end = given ?? max(history, ({ step }) => step)!;
  const { domain, ticks } = logAxis(
    curves.flatMap(({ value }) => history.map(value)),
  );
  return Plot.plot({
    ...plotStyle(document),
    width,
    height: top + height + bottom,
    marginTop: top,
    marginBottom: bottom,
    marginLeft: CURVE_LEFT,
    marginRight: RIGHT,
    x: { domain: [0, end], axis: null },
    y: { type: "log", domain },
    marks: [
      ...stageMarks(stages, end, top > STAGES),
      Plot.gridY(ticks, { stroke: light.grid, strokeOpacity: 1 }),
      ...curves.map((curve) => curveMark(curve, history)),
      Plot.axisY(ticks, {
        text: formatLog,
        ...axisLabel(label, CURVE_LEFT - 8),
      }),
      ...(bottom === CURVE_BOTTOM ? [Plot.axisX(axisLabel("step"))] : []),
    ],
  });
}

function curveMark(
  { color, dashed, value }: Curve,
  history: readonly CurveRow[],
): Plot.Markish {
  return Plot.line(history, {
    x: "step",
    y: (row: CurveRow) => drawable(value(row)) ? value(row) : NaN,
    stroke: color,
    strokeWidth: 1.8,
    ...(dashed && { strokeDasharray: "4 3" }),
    className: "curve",
  });
}

/** Whether a value can be drawn on a logarithmic axis. */
function drawable(value: number): boolean {
  return value > 0 && value < Infinity;
}

/** Draws a band for every second stage, and optionally the stages' names above. */
function stageMarks(
  stages: readonly StageStart[],
  end: number,
  named: boolean,
): Plot.Markish[] {
  const spans = stages.map(({ step, label }, i) => {
    const to = stages[i + 1]?.step ?? end;
    return { label, from: step, to, middle: (step + to) / 2 };
  });
  const bands = Plot.rectX(spans.filter((_, i) => i % 2 === 0), {
    x1: "from",
    x2: "to",
    fill: light.band,
    className: "stages",
  });
  const names = Plot.text(spans, {
    x: "middle",
    text: "label",
    frameAnchor: "top",
    lineAnchor: "bottom",
    dy: -6,
    fill: light.muted,
    className: "stage-names",
  });
  return named ? [bands, names] : [bands];
}
