import * as Plot from "@observablehq/plot";
import type { LegendItem } from "../legend.ts";
import { light } from "../palette.ts";

/** Draws estimated values as dots. */
export function estimatedDots<Row>(
  rows: readonly Row[],
  options: Plot.DotOptions,
): Plot.Markish {
  return Plot.dot(rows, {
    r: 4.5,
    fill: light.network,
    stroke: "none",
    className: "estimated",
    ...options,
  });
}

/** Draws true values as rings around the dots. */
export function trueRings<Row>(
  rows: readonly Row[],
  options: Plot.DotOptions,
): Plot.Markish {
  return Plot.dot(rows, {
    r: 7,
    stroke: light.refined,
    strokeWidth: 2,
    className: "true",
    ...options,
  });
}

/** Lists the legend of both. */
export function estimatedTrueLegend(truthIsKnown: boolean): LegendItem[] {
  const items: LegendItem[] = [
    { label: "estimated", color: light.network, mark: "dot" },
    { label: "true", color: light.refined, mark: "ring" },
  ];
  return truthIsKnown ? items : items.slice(0, 1);
}
