import * as Plot from "@observablehq/plot";
import { max, min } from "d3-array";
import type { LabelTest } from "../../detection/label_test.ts";
import type { NaturalParameter } from "../../detection/natural_parameter.ts";
import { checkFinite, checkNotEmpty } from "../check.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure, type Part } from "../finish.ts";
import { fittingTicks } from "../fitting_ticks.ts";
import { generatorLabel, symbolOf } from "./generator_label.ts";
import { legend } from "../legend.ts";
import { naturalTicks } from "./natural_axis.ts";
import { light } from "../palette.ts";
import { threeDigits } from "../number_words.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { naturalLabel } from "../t_words.ts";

/** The part of a generator's label test that is drawn. */
export interface LabelAccuracyPanel extends Pick<LabelTest, "curve"> {
  readonly verdict: { readonly kind: string; readonly upTo?: number };
  /** The generator's number, from 0, and its name, if several act. */
  readonly generator?: { readonly number: number; readonly name: string };
  /** The parameter of a second axis, above; absent if there is none. */
  readonly natural?: NaturalParameter;
}

/** Data of the figure of accuracy over the reach of the motion. */
export interface LabelAccuracyData {
  /** The tests, one per generator, at least one. */
  readonly tests: readonly LabelAccuracyPanel[];
  /** Share of all labels that a symmetry may change. */
  readonly bound: number;
}

const WIDTH = 640, HEIGHT = 240, LEFT = 76, RIGHT = 20, BOTTOM = 46;

/** Width of the axes, pixels. */
const INSIDE = WIDTH - LEFT - RIGHT;

/** Margin above a plot with an axis above it, and without one, pixels. */
const TOP_OF_AXIS = 46, TOP = 10;

/** Gaps between a generator's name and its panel, and above the name, pixels. */
const BELOW_LABEL = 4, ABOVE_LABEL = 14;

/**
 * Draws the accuracy of labels over the reach of the images' motion: the accuracy, the
 * 95 % interval of its difference from that of unmoved images, the least acceptable
 * accuracy, and the t up to which the symmetry may be used. There is one panel per
 * generator.
 *
 * @throws {RangeError} if there is no test, a curve is empty, or a number is not finite
 */
export function labelAccuracyFigure(
  { tests, bound }: LabelAccuracyData,
): Figure {
  checkNotEmpty("labelAccuracyFigure: tests", tests);
  const document = createDocument();
  const key = legend(document, [
    { label: "accuracy and 95 % interval", color: light.network, mark: "line" },
    { label: "least accuracy", color: light.muted, mark: "dashed" },
    ...tests.some(({ verdict }) => verdict.upTo !== undefined)
      ? [{ label: "use up to", color: light.refined, mark: "line" } as const]
      : [],
  ], WIDTH - LEFT);
  const parts: Part[] = [{ element: key.element, x: LEFT, y: 6 }];
  let y = key.height + 12;
  for (const test of tests) {
    if (test.generator !== undefined) {
      const { number, name } = test.generator;
      const label = generatorLabel(document, number, name, INSIDE);
      y += label.height + ABOVE_LABEL;
      parts.push({ element: label.element, x: LEFT, y: y - BELOW_LABEL });
    }
    const { element, height } = panel(document, test, bound);
    parts.push({ element, x: 0, y });
    y += height;
  }
  return finishFigure(document, {
    name: "label-accuracy",
    caption:
      `Share of labelled images that get their label from the nearest of the others, all moved by t up to the reach either way. The band is the 95 % interval of the difference from unmoved images, which are at the reach 0; at most ${
        Number((100 * bound).toPrecision(2))
      } % of all labels may be lost. The symmetry may be used less far, where two labels are taken for each other.`,
    numbers: tests.map(numbersOf).join(" "),
    width: WIDTH,
    height: y + 4,
    parts,
  });
}

/**
 * Describes the accuracy of unmoved images and at the largest reach, and the t of the
 * advice.
 */
function numbersOf({ curve, verdict, generator }: LabelAccuracyPanel): string {
  const { reach, accuracy } = curve.at(-1)!;
  const percent = (share: number) => `${threeDigits(100 * share)} %`;
  const use = verdict.upTo === undefined
    ? ""
    : `; to be used up to t = ${threeDigits(verdict.upTo)}`;
  return `${
    generator === undefined ? "Labels told" : symbolOf(generator.number)
  }: ${percent(curve[0].accuracy)} of unmoved images, ${
    percent(accuracy)
  } at the reach ${threeDigits(reach)}${use}.`;
}

function panel(
  document: Document,
  { curve, verdict, natural }: LabelAccuracyPanel,
  bound: number,
) {
  checkNotEmpty("labelAccuracyFigure: curve", curve);
  const unmoved = curve[0].accuracy;
  const points = curve.map(({ reach, accuracy, low, high }) => ({
    reach,
    accuracy,
    lower: unmoved - high,
    upper: unmoved - low,
  }));
  checkFinite(
    "labelAccuracyFigure: curve",
    points.flatMap((point) => Object.values(point)),
  );
  const span = [0, max(points, ({ reach }) => reach) || 1] as const;
  const upper = natural && naturalTicks(
    { ...natural, rate: Math.abs(natural.rate) },
    span,
    INSIDE,
  );
  const top = upper ? TOP_OF_AXIS : TOP;
  const height = HEIGHT - TOP + top;
  const low = min(points, ({ lower }) => Math.min(lower, unmoved - bound))!;
  const high = max(points, ({ upper }) => upper)!;
  const pad = 0.08 * (high - low);
  const at = { x: "reach", y: "accuracy" } as const;
  const element = Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height,
    marginTop: top,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: { domain: span },
    y: { domain: [low - pad, high + pad] },
    marks: [
      Plot.gridY({ stroke: light.grid, strokeOpacity: 1, ticks: 5 }),
      Plot.areaY(points, {
        x: "reach",
        y1: "lower",
        y2: "upper",
        fill: light.network,
        fillOpacity: 0.18,
        className: "interval",
      }),
      Plot.ruleY([unmoved - bound], {
        stroke: light.muted,
        strokeDasharray: "5 3",
        className: "least",
      }),
      ...verdict.upTo === undefined ? [] : [
        Plot.ruleX([verdict.upTo], {
          stroke: light.refined,
          strokeWidth: 2,
          className: "up-to",
        }),
      ],
      Plot.line(points, { ...at, stroke: light.network, strokeWidth: 1.8 }),
      Plot.dot(points, {
        ...at,
        r: 3.5,
        fill: light.network,
        stroke: "none",
        className: "accuracy",
      }),
      Plot.axisX({
        ...fittingTicks(span, INSIDE, 8),
        ...axisLabel("reach: largest |t| (generator units)"),
      }),
      Plot.axisY({
        ticks: 5,
        tickFormat: (share: number) => String(Number((100 * share).toFixed(1))),
        ...axisLabel("accuracy (%)", LEFT - 10),
      }),
      ...upper && natural
        ? [Plot.axisX({
          ...upper,
          ...axisLabel(naturalLabel(natural)),
          anchor: "top",
          className: "natural",
        })]
        : [],
      Plot.frame({ stroke: light.ink }),
    ],
  });
  return { element, height };
}
