import * as Plot from "@observablehq/plot";
import { max } from "d3-array";
import { checkFinite, checkLength, checkNotEmpty } from "../check.ts";
import { createDocument } from "../document.ts";
import {
  estimatedDots,
  estimatedTrueLegend,
  trueRings,
} from "./estimated_true.ts";
import type { Figure } from "../figure.ts";
import { light } from "../palette.ts";
import { largestInWords, threeDigits } from "../number_words.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { plotWithLegend } from "../plot_with_legend.ts";
import { fixedText } from "../fixed_text.ts";

/** Data of the figure of the generator's coefficients. */
export interface CoefficientsData {
  /** Labels of the basis, for example "x² ∂y". */
  readonly terms: readonly string[];
  /** Estimated coefficients, one per term, gauge fixed. */
  readonly estimated: ArrayLike<number>;
  /** True coefficients, one per term, if the truth is known. */
  readonly truth?: ArrayLike<number>;
  /** Name of the found generator, for example "rotation". */
  readonly name?: string;
}

const WIDTH = 620, ROW = 25, LEFT = 76, VALUES = 76, BOTTOM = 46;

/** Draws the estimated and the true coefficients of the generator, one row per term. */
export function coefficientsFigure(data: CoefficientsData): Figure {
  const { terms, estimated, truth, name } = data;
  checkNotEmpty("coefficientsFigure: terms", terms);
  for (const [what, values] of Object.entries({ estimated, truth })) {
    if (values === undefined) continue;
    checkLength(`coefficientsFigure: ${what}`, values, terms.length);
    checkFinite(`coefficientsFigure: ${what}`, values);
  }
  const document = createDocument();
  const height = terms.length * ROW + BOTTOM + 8;
  return plotWithLegend(document, {
    name: "coefficients",
    caption: `Coefficients of the ${
      name ? `generator (${name})` : "generator"
    } in its basis, estimated${truth ? " against true" : ""}.`,
    numbers: `Largest: ${
      largestInWords(
        terms,
        estimated,
        (k) =>
          truth === undefined
            ? threeDigits(estimated[k])
            : `${threeDigits(estimated[k])} (true ${threeDigits(truth[k])})`,
      )
    }.`,
    items: estimatedTrueLegend(truth !== undefined),
    left: LEFT,
    gap: 10,
    plot: plot(document, data, height),
    width: WIDTH,
    height,
  });
}

interface Row {
  readonly term: string;
  readonly value: number;
}

function plot(document: Document, data: CoefficientsData, height: number) {
  const { terms } = data;
  const estimated = rows(terms, data.estimated);
  const truth = data.truth ? rows(terms, data.truth) : [];
  const limit = 1.08 *
    (max([...estimated, ...truth], ({ value }) => Math.abs(value)) || 1);
  return Plot.plot({
    ...plotStyle(document),
    width: WIDTH,
    height,
    marginTop: 8,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: VALUES,
    x: { domain: [-limit, limit] },
    y: { type: "point", domain: terms, padding: 0.5 },
    marks: [
      Plot.gridX({ stroke: light.grid, strokeOpacity: 1 }),
      Plot.ruleX([0], { stroke: light.ink, className: "zero" }),
      Plot.ruleY(estimated, {
        y: "term",
        x1: 0,
        x2: "value",
        stroke: light.network,
        strokeWidth: 2.5,
        className: "stems",
      }),
      estimatedDots(estimated, { x: "value", y: "term" }),
      trueRings(truth, { x: "value", y: "term" }),
      Plot.text(estimated, {
        y: "term",
        text: ({ value }: Row) => fixedText(value, 4),
        frameAnchor: "right",
        textAnchor: "end",
        dx: VALUES - 6,
        fontVariant: "tabular-nums",
        fill: light.muted,
        className: "values",
      }),
      Plot.axisX(axisLabel("coefficient (unit norm)")),
      Plot.axisY({ label: null, tickSize: 0 }),
    ],
  });
}

function rows(terms: readonly string[], values: ArrayLike<number>): Row[] {
  return terms.map((term, i) => ({ term, value: values[i] }));
}
