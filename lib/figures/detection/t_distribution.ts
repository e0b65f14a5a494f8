import * as Plot from "@observablehq/plot";
import { format } from "d3-format";
import type { NaturalParameter } from "../../detection/natural_parameter.ts";
import { checkFinite, checkNotEmpty } from "../check.ts";
import { createDocument, svgElement } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";
import { type FittingTicks, fittingTicks } from "../fitting_ticks.ts";
import { frontMarks } from "../histogram/histogram_frame.ts";
import {
  areaMark,
  densities,
  ESTIMATES,
  modesMark,
  outlineMark,
} from "../histogram/histogram_marks.ts";
import { legend, type LegendItem } from "../legend.ts";
import { light } from "../palette.ts";
import { naturalTicks } from "./natural_axis.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import {
  type SharedBins,
  sharedBins,
  spanOf,
} from "../histogram/shared_bins.ts";
import { modesInWords, naturalLabel } from "../t_words.ts";
import { spreadInWords } from "../number_words.ts";

/** Data of the figure of a distribution of t. */
export interface TDistributionData {
  /** The t, one per pair, finite. */
  readonly t: ArrayLike<number>;
  /** Positions of the peaks, ascending. */
  readonly modes: readonly number[];
  /** Unit of t; "generator units" if left out. */
  readonly unit?: string;
  /** The quantity of a second axis, above, if there is one. */
  readonly natural?: NaturalParameter;
}

const WIDTH = 760, HEIGHT = 260, LEFT = 68, RIGHT = 18, BOTTOM = 46, BINS = 60;

/** The default unit of t. */
const UNIT = "generator units";

/** Margin above the bars, without and with a second axis, pixels. */
const TOP = 8, TOP_OF_AXIS = 46;

/**
 * Draws the distribution of t over pairs as a histogram, with its modes.
 *
 * @throws {RangeError} if there is no t, or a number is not finite
 */
export function tDistributionFigure(data: TDistributionData): Figure {
  const { t, modes, natural } = data;
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
  const upper = natural && upperTicks(natural, bins);
  const height = HEIGHT + (upper ? TOP_OF_AXIS - TOP : 0);
  const note = beyond === 0
    ? ""
    : `beyond the axis: ${format(",")(beyond)} of ${format(",")(total)}`;
  return finishFigure(document, {
    name: "t-distribution",
    caption: `Distribution of t over ${format(",")(t.length)} held-out pairs: ${
      modesInWords(modes, natural)
    }.${upper ? ` The upper axis is the ${naturalLabel(natural!)}.` : ""}`,
    numbers: `t in ${data.unit ?? UNIT}: ${spreadInWords(t)}.`,
    width: WIDTH,
    height: top + height + (note ? 28 : 4),
    parts: [
      { element: key.element, x: LEFT, y: 6 },
      { element: plot(document, data, bins, upper), x: 0, y: top },
      {
        element: svgElement(document, "text", { fill: light.muted }, note),
        x: LEFT,
        y: top + height + 16,
      },
    ],
  });
}

const upperTicks = (natural: NaturalParameter, bins: SharedBins) =>
  naturalTicks(natural, spanOf(bins), WIDTH - LEFT - RIGHT);

function plot(
  document: Document,
  { modes, unit = UNIT, natural }: TDistributionData,
  bins: SharedBins,
  upper: FittingTicks | undefined,
) {
  const bars = densities(bins, bins.lists[0]);
  const span = spanOf(bins);
  return Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height: HEIGHT + (upper ? TOP_OF_AXIS - TOP : 0),
    marginTop: upper ? TOP_OF_AXIS : TOP,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: { domain: span },
    y: { nice: true },
    marks: [
      Plot.gridY({ stroke: light.grid, strokeOpacity: 1, ticks: 4 }),
      areaMark(bars, { ...ESTIMATES.refined, className: "t" }),
      outlineMark(bars, ESTIMATES.refined),
      modesMark(modes),
      ...frontMarks(
        { parameter: "t", unit },
        { bins },
        LEFT - 8,
        fittingTicks(span, WIDTH - LEFT - RIGHT, 9),
      ),
      ...(upper && natural
        ? [Plot.axisX({
          ...upper,
          ...axisLabel(naturalLabel(natural)),
          anchor: "top",
          className: "natural",
        })]
        : []),
    ],
  });
}
