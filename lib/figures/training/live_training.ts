import * as Plot from "@observablehq/plot";
import { extent } from "d3-array";
import { format } from "d3-format";
import { checkFinite, checkLength, checkNotEmpty } from "../check.ts";
import {
  CURVE_BOTTOM,
  CURVE_LEFT,
  type CurveRow,
  panelPlot,
  STAGES,
  type StageStart,
  thinned,
} from "./curve_panel.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure, type Part } from "../finish.ts";
import { fittingTicks } from "../fitting_ticks.ts";
import { frontMarks } from "../histogram/histogram_frame.ts";
import {
  areaMark,
  densities,
  ESTIMATES,
  outlineMark,
  truthMark,
} from "../histogram/histogram_marks.ts";
import { legend, type LegendItem } from "../legend.ts";
import { light } from "../palette.ts";
import { spreadInWords, threeDigits } from "../number_words.ts";
import { plotStyle } from "../plot_style.ts";
import { parameterName } from "../t_words.ts";
import {
  binsBetween,
  type SharedBins,
  sharedBins,
  spanOf,
} from "../histogram/shared_bins.ts";

/** One step of a watched training. */
export interface LiveStep {
  /** Number of steps done, from 1. */
  readonly step: number;
  readonly loss: number;
  /**
   * Angle between the estimated and the true generator, degrees, if the latter is known.
   */
  readonly angle?: number;
}

/** Data of the figure of a running training. */
export interface LiveTrainingData {
  readonly history: readonly LiveStep[];
  /** Number of all steps, which is the end of the axis. */
  readonly steps: number;
  readonly stages: readonly StageStart[];
  /** Name of t, for example "angle". */
  readonly parameter: string;
  /** Unit of every t below. */
  readonly unit: string;
  /** The t-network's present t of a few held-out pairs. */
  readonly network: ArrayLike<number>;
  /** The true t of these pairs, if it is known. */
  readonly truth?: ArrayLike<number>;
}

/** Margins around a plot's inside, above everything, and left of the legend, pixels. */
const MARGIN = 8, TOP = 4, INDENT = 14;

/** Widths of the two halves, and heights of the curves' insides, pixels. */
const CURVES = 430, HISTOGRAM = 330, LOSS = 150, ANGLE = 110;
const INSIDE = LOSS + 2 * MARGIN + ANGLE;

const BINS = 30;

/**
 * Draws a running training: the loss and the angle to the true generator over the steps
 * so far, on logarithmic axes, and the distribution of the t-network's t with the true
 * one. It is small and fast to draw, because it is redrawn often. Its axes of steps and,
 * if the truth is known, of t do not change.
 *
 * @throws {RangeError} if the history or a list of t is empty, the lists differ in
 * length, or contain a number that is not finite
 */
export function liveTrainingFigure(data: LiveTrainingData): Figure {
  check(data);
  const { history, steps, network, truth, parameter, unit } = data;
  const document = createDocument();
  const known = history.some(({ angle }) => angle !== undefined);
  const bins = binsOf(network, truth);
  const key = legend(document, legendItems(bins), HISTOGRAM - INDENT);
  const pairs = format(",")(network.length);
  const step = format(",")(history.at(-1)!.step);
  return finishFigure(document, {
    name: "live-training",
    caption: `Training at step ${step} of ${format(",")(steps)}: the loss${
      known
        ? ", and the angle between the estimated and the true generator,"
        : ""
    } over the steps; the t-network's ${
      parameterName(parameter, unit)
    } of ${pairs} held-out pairs${truth ? " beside the true one" : ""}.`,
    numbers: numbers(data),
    width: CURVES + HISTOGRAM,
    height: TOP + STAGES + MARGIN + INSIDE + CURVE_BOTTOM + 4,
    parts: [
      ...curves(document, data, known),
      { element: key.element, x: CURVES + INDENT, y: TOP },
      {
        element: histogram(document, data, bins),
        x: CURVES,
        y: TOP + STAGES,
      },
    ],
  });
}

function numbers({ history, network, truth }: LiveTrainingData): string {
  const { loss, angle } = history.at(-1)!;
  const angleText = angle === undefined
    ? ""
    : `, angle ${threeDigits(angle)} degrees`;
  return [
    `Loss ${
      Number.isFinite(loss) ? threeDigits(loss) : "not finite"
    }${angleText}.`,
    `t of the t-network: ${spreadInWords(network)}.`,
    ...truth === undefined ? [] : [`True t: ${spreadInWords(truth)}.`],
  ].join(" ");
}

function check({ history, network, truth }: LiveTrainingData): void {
  checkNotEmpty("liveTrainingFigure: history", history);
  checkNotEmpty("liveTrainingFigure: network", network);
  checkFinite("liveTrainingFigure: network", network);
  if (truth === undefined) return;
  checkLength("liveTrainingFigure: truth", truth, network.length);
  checkFinite("liveTrainingFigure: truth", truth);
}

/** Draws the loss, and the angle below it. */
function curves(
  document: Document,
  { history, steps, stages }: LiveTrainingData,
  known: boolean,
): Part[] {
  const rows = thinned(history).map(({ step, loss, angle = NaN }) => ({
    step,
    loss,
    angle,
  }));
  const draw = (
    label: string,
    column: string,
    { y, top, height, bottom }: Record<
      "y" | "top" | "height" | "bottom",
      number
    >,
  ): Part => {
    const curve = {
      label,
      color: light.ink,
      dashed: false,
      value: (row: CurveRow) => row[column],
    };
    const panel = { label, height, width: CURVES, end: steps, curves: [curve] };
    const margins = { top, bottom };
    const element = panelPlot(document, panel, rows, stages, margins);
    return { element, x: 0, y };
  };
  const first = { y: TOP, top: STAGES + MARGIN };
  if (!known) {
    return [
      draw("loss", "loss", { ...first, height: INSIDE, bottom: CURVE_BOTTOM }),
    ];
  }
  return [
    draw("loss", "loss", { ...first, height: LOSS, bottom: MARGIN }),
    draw("angle to truth (°)", "angle", {
      y: TOP + STAGES + MARGIN + LOSS + MARGIN,
      top: MARGIN,
      height: ANGLE,
      bottom: CURVE_BOTTOM,
    }),
  ];
}

function histogram(
  document: Document,
  { parameter, unit }: LiveTrainingData,
  bins: SharedBins,
) {
  const [estimated, actual] = bins.lists.map((list) => densities(bins, list));
  const ends = spanOf(bins);
  const right = 14;
  return Plot.plot({
    ...plotStyle(document),
    width: HISTOGRAM,
    height: MARGIN + INSIDE + CURVE_BOTTOM,
    marginTop: MARGIN,
    marginBottom: CURVE_BOTTOM,
    marginLeft: CURVE_LEFT,
    marginRight: right,
    x: { domain: ends },
    y: { nice: true },
    marks: [
      Plot.gridY({ stroke: light.grid, strokeOpacity: 1, ticks: 4 }),
      ...(actual === undefined ? [] : [truthMark(actual)]),
      areaMark(estimated, ESTIMATES.network),
      outlineMark(estimated, ESTIMATES.network),
      ...frontMarks(
        { parameter, unit },
        { bins },
        CURVE_LEFT - 14,
        fittingTicks(ends, HISTOGRAM - CURVE_LEFT - right, 6),
      ),
    ],
  });
}

/** Chooses the bins; if the truth is known, they are equal at every step. */
function binsOf(
  network: ArrayLike<number>,
  truth: ArrayLike<number> | undefined,
): SharedBins {
  if (truth === undefined) return sharedBins([network], BINS);
  const [low, high] = extent(Array.from(truth)) as [number, number];
  const pad = 0.25 * (high - low) || 0.5;
  return binsBetween([low - pad, high + pad], [network, truth], BINS);
}

function legendItems({ lists: [network, truth] }: SharedBins): LegendItem[] {
  const beyond = network.beyond > 0
    ? ` (${format(",")(network.beyond)} beyond)`
    : "";
  const estimated: LegendItem = {
    label: `t-network${beyond}`,
    color: ESTIMATES.network.color,
    mark: "line",
  };
  return truth === undefined
    ? [estimated]
    : [{ label: "true t", color: light.truth, mark: "area" }, estimated];
}
