import * as Plot from "@observablehq/plot";
import type { ErrorBand } from "./error_bands.ts";
import type { EstimateStyle } from "./histogram_marks.ts";
import { light } from "../palette.ts";

/** Draws bands of errors in their bins, the zero line, and the median as steps. */
export function bandMarks(
  bands: readonly ErrorBand[],
  { className, color }: EstimateStyle,
): Plot.Markish[] {
  const steps = bands.flatMap(({ low, high, median }, i) => [
    ...(i > 0 && low - bands[i - 1].high > 1e-9 * (high - low)
      ? [{ t: low, error: NaN }]
      : []),
    { t: low, error: median },
    { t: high, error: median },
  ]);
  return [
    Plot.rect(bands, {
      x1: "low",
      x2: "high",
      y1: "lower",
      y2: "upper",
      fill: color,
      fillOpacity: 0.25,
      shapeRendering: "crispEdges",
      className: `${className}-band`,
    }),
    Plot.ruleY([0], { stroke: light.ink, className: "zero" }),
    Plot.line(steps, {
      x: "t",
      y: "error",
      stroke: color,
      strokeWidth: 1.8,
      className: `${className}-median`,
    }),
  ];
}
