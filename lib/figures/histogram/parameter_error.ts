import * as Plot from "@observablehq/plot";
import { median } from "d3-array";
import { format } from "d3-format";
import { checkFinite, checkLength, checkNotEmpty } from "../check.ts";
import { createDocument } from "../document.ts";
import { errorBands, type ErrorScale, errorScale } from "./error_bands.ts";
import { bandMarks } from "./error_marks.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";
import { ESTIMATES } from "./histogram_marks.ts";
import { legend } from "../legend.ts";
import { formatLog } from "../log_axis.ts";
import { light } from "../palette.ts";
import { spreadInWords, threeDigits } from "../number_words.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { parameterLabel } from "../t_words.ts";

/** Data of the figure of the errors of t; one value per pair in each list. */
export interface ParameterErrorData {
  /** The name that the heading shows. */
  readonly transformation: string;
  /** Name of t, for example "angle". */
  readonly parameter?: string;
  /** Unit of every value below. */
  readonly unit: string;
  /** The true t of the pairs. */
  readonly truth: ArrayLike<number>;
  /** The t-network's t. */
  readonly network: ArrayLike<number>;
  /** The refined t. */
  readonly refined: ArrayLike<number>;
}

/** Margin above a panel, and gap between the panels, pixels. */
const TOP = 8, BETWEEN = 18;
const WIDTH = 760, LEFT = 90, RIGHT = 88, PANEL = 170, BOTTOM = 46, BINS = 30;

/**
 * Draws the errors of the estimates of t (estimate minus truth) over the true t: the
 * median and the central 90 % in bins of the true t. There is one panel per estimate,
 * each with its own scale.
 *
 * @throws {RangeError} if the lists are empty, differ in length or contain a number that
 * is not finite
 */
export function parameterErrorFigure(data: ParameterErrorData): Figure {
  const { truth, network, refined } = data;
  for (const [name, list] of Object.entries({ truth, network, refined })) {
    checkNotEmpty(`parameterErrorFigure: ${name}`, list);
    checkLength(`parameterErrorFigure: ${name}`, list, truth.length);
    checkFinite(`parameterErrorFigure: ${name}`, list);
  }
  const document = createDocument();
  const key = legend(document, [
    { label: "median error", color: light.muted, mark: "line" },
    { label: "5 % to 95 % of the pairs", color: light.truth, mark: "area" },
  ], WIDTH - LEFT);
  const top = key.height + 12;
  const upper = panel(document, data, "network", BETWEEN);
  const lower = panel(document, data, "refined", BOTTOM);
  return finishFigure(document, {
    name: "parameter-error",
    caption: caption(data),
    numbers: numbers(data),
    width: WIDTH,
    height: top + 2 * (TOP + PANEL) + BETWEEN + BOTTOM + 4,
    parts: [
      { element: key.element, x: LEFT, y: 6 },
      { element: upper, x: 0, y: top },
      { element: lower, x: 0, y: top + TOP + PANEL + BETWEEN },
    ],
  });
}

/**
 * Draws the panel of an estimate; it has the axis of t if there is a margin at its
 * bottom.
 */
function panel(
  document: Document,
  { parameter, unit, truth, ...estimates }: ParameterErrorData,
  name: "network" | "refined",
  bottom: number,
) {
  const bands = errorBands(truth, estimates[name], BINS);
  const scale = errorScale(bands);
  const { ticks, tickFormat, label } = axisOptions(scale, unit);
  return Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height: TOP + PANEL + bottom,
    marginTop: TOP,
    marginBottom: bottom,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: { domain: [bands[0].low, bands.at(-1)!.high], axis: null },
    y: { ...scale, domain: [...scale.domain] },
    marks: [
      Plot.gridY({ ticks, stroke: light.grid, strokeOpacity: 1 }),
      ...bandMarks(bands, ESTIMATES[name]),
      Plot.axisY({
        ticks,
        tickFormat,
        ...axisLabel(label, LEFT - 8),
      }),
      Plot.text([ESTIMATES[name].facet], {
        frameAnchor: "right",
        textAnchor: "start",
        dx: 10,
      }),
      ...(bottom === BOTTOM
        ? [Plot.axisX(axisLabel(`true ${parameterLabel(parameter, unit)}`))]
        : []),
    ],
  });
}

/**
 * Power of ten of the largest error below which a linear axis counts in powers of ten.
 */
const LEAST_POWER = -3;

function axisOptions(scale: ErrorScale, unit: string) {
  if (scale.type === "linear") {
    const power = Math.floor(
      Math.log10(Math.max(...scale.domain.map(Math.abs))),
    );
    if (power >= LEAST_POWER) return { ticks: 5, label: `error (${unit})` };
    return {
      ticks: 5,
      tickFormat: (tick: number) => threeDigits(tick / 10 ** power),
      label: `error (${formatLog(10 ** power)} ${unit})`,
    };
  }
  const tickFormat = (tick: number) =>
    tick === 0 ? "0" : (tick < 0 ? "−" : "") + formatLog(Math.abs(tick));
  return {
    ticks: [...scale.ticks],
    tickFormat,
    label: `error, log scale (${unit})`,
  };
}

function caption(
  { transformation, parameter, unit, truth, ...estimates }: ParameterErrorData,
): string {
  const half = (estimate: ArrayLike<number>) =>
    format(".2~r")(
      median(Array.from(estimate, (t, i) => Math.abs(t - truth[i])))!,
    );
  const { network, refined } = estimates;
  return `Error of t (estimate minus truth) over the true ${
    parameterLabel(parameter, unit)
  } for ${transformation}: its median and the middle 90 % of the pairs in bins of the true t, each panel on its own scale. Half of the errors are below ${
    half(network)
  } (t-network) and ${half(refined)} (refined), in ${unit}.`;
}

/** Describes the errors of each estimate by mean, standard deviation and range. */
function numbers(
  { unit, truth, network, refined }: ParameterErrorData,
): string {
  const errors = (estimate: ArrayLike<number>) =>
    spreadInWords(Array.from(estimate, (t, i) => t - truth[i]));
  return `Errors in ${unit}; t-network: ${errors(network)}; refined: ${
    errors(refined)
  }.`;
}
