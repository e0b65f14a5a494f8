import * as Plot from "@observablehq/plot";
import type { Complex } from "../../lie/complex.ts";
import { checkFinite, checkLength } from "../check.ts";
import { createDocument } from "../document.ts";
import { type EqualAxes, equalAxes } from "./equal_axes.ts";
import {
  estimatedDots,
  estimatedTrueLegend,
  trueRings,
} from "./estimated_true.ts";
import type { Figure } from "../figure.ts";
import { light } from "../palette.ts";
import { threeDigits } from "../number_words.ts";
import { axisLabel, plotStyle } from "../plot_style.ts";
import { plotWithLegend } from "../plot_with_legend.ts";
import { max } from "d3-array";

/** Data of the figure of the generator's eigenvalues. */
export interface EigenvaluesData {
  /** Cells per side of a patch: the generator has size^2 eigenvalues. */
  readonly size: number;
  /** Eigenvalues of the learned generator at unit norm, in 1/t, in any order. */
  readonly estimated: readonly Complex[];
  /** Eigenvalues of the true generator, if it is known. */
  readonly truth?: readonly Complex[];
  /** The reason why the true ones are missing although the true generator is known. */
  readonly truthMissing?: string;
}

const LEFT = 66, RIGHT = 24, TOP = 8, BOTTOM = 46;

/** Distance in pixels up to which eigenvalues count as being in one place. */
const SAME = 3;

/**
 * Draws the eigenvalues of the latent generator in the complex plane, estimated over
 * true: imaginary pairs for a flow that keeps norms (a rotation, a translation), real
 * parts for growth or decay. Both axes have the same scale.
 *
 * @throws {RangeError} if a list does not have size^2 pairs of finite numbers
 */
export function eigenvaluesFigure(data: EigenvaluesData): Figure {
  check(data);
  const { estimated, truth = [] } = data;
  const document = createDocument();
  const axes = equalAxes([...estimated, ...truth, [0, 0]]);
  return plotWithLegend(document, {
    name: "eigenvalues",
    caption: caption(data),
    numbers: numbers(data),
    items: estimatedTrueLegend(data.truth !== undefined),
    left: LEFT,
    plot: plot(document, data, axes),
    width: Math.ceil(LEFT + axes.width + RIGHT),
    height: Math.ceil(TOP + axes.height + BOTTOM) + 4,
  });
}

function caption({ size, truth, truthMissing }: EigenvaluesData): string {
  const cells = size ** 2;
  const compared = truth === undefined ? "" : " against true";
  const missing = truthMissing === undefined
    ? ""
    : ` The true ones are not shown: ${truthMissing}.`;
  return `Eigenvalues of the ${cells} × ${cells} generator in the latent space, estimated${compared}, in the complex plane; ×k where k estimated ones lie in one place.${missing}`;
}

function plot(
  document: Document,
  { estimated, truth = [] }: EigenvaluesData,
  { x, y, width, height, perUnit }: EqualAxes,
) {
  const places = placesOf(estimated, SAME / perUnit);
  return Plot.plot({
    ...plotStyle(document),
    width: LEFT + width + RIGHT,
    height: TOP + height + BOTTOM,
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: RIGHT,
    x: { domain: [...x] },
    y: { domain: [...y] },
    marks: [
      Plot.gridX({ ticks: width / 70, stroke: light.grid, strokeOpacity: 1 }),
      Plot.gridY({ ticks: height / 50, stroke: light.grid, strokeOpacity: 1 }),
      Plot.ruleX([0], { stroke: light.ink, className: "zero" }),
      Plot.ruleY([0], { stroke: light.ink, className: "zero" }),
      trueRings(truth, { x: "0", y: "1" }),
      estimatedDots(estimated, {
        x: "0",
        y: "1",
        r: 4,
        stroke: light.surface,
        strokeWidth: 0.7,
      }),
      Plot.text(places.filter(({ count }) => count > 1), {
        x: ({ at }: Place) => at[0],
        y: ({ at }: Place) => at[1],
        text: ({ count }: Place) => `×${count}`,
        textAnchor: "start",
        dx: 9,
        dy: -10,
        fill: light.ink,
        stroke: light.surface,
        strokeWidth: 4,
        className: "counts",
      }),
      Plot.axisX({
        ticks: width / 70,
        ...axisLabel("real part (1/t)"),
      }),
      Plot.axisY({
        ticks: height / 50,
        ...axisLabel("imaginary part (1/t)", LEFT - 8),
      }),
      Plot.frame({ stroke: light.grid }),
    ],
  });
}

interface Place {
  readonly at: Complex;
  count: number;
}

/** Groups values within a distance of the first one of a group, and counts them. */
function placesOf(values: readonly Complex[], distance: number): Place[] {
  const places: Place[] = [];
  for (const [re, im] of values) {
    const place = places.find(({ at }) =>
      Math.hypot(at[0] - re, at[1] - im) <= distance
    );
    if (place) place.count++;
    else places.push({ at: [re, im], count: 1 });
  }
  return places;
}

function check({ size, estimated, truth }: EigenvaluesData): void {
  for (const [name, list] of Object.entries({ estimated, truth })) {
    if (list === undefined) continue;
    checkLength(`eigenvaluesFigure: ${name}`, list, size ** 2);
    checkFinite(`eigenvaluesFigure: ${name}`, list.flat());
  }
}

function numbers({ estimated, truth }: EigenvaluesData): string {
  const largest = (values: readonly Complex[], part: 0 | 1) =>
    threeDigits(max(values, (value) => Math.abs(value[part]))!);
  const texts = Object.entries({ estimated, "true": truth })
    .flatMap(([name, values]) =>
      values === undefined ? [] : [
        `${name} ${largest(values, 0)} and ${largest(values, 1)}`,
      ]
    );
  return `Largest magnitudes of the real and the imaginary part, in 1/t: ${
    texts.join("; ")
  }.`;
}
