import * as Plot from "@observablehq/plot";
import type { LegendItem } from "../legend.ts";
import { light } from "../palette.ts";

/** Estimated values: dots. */
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

/** True values: rings that a dot fits in. */
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

/** What a legend says of both. */
export function estimatedTrueLegend(truthIsKnown: boolean): LegendItem[] {
  const items: LegendItem[] = [
    { label: "estimated", color: light.network, mark: "dot" },
    { label: "true", color: light.refined, mark: "ring" },
  ];
  return truthIsKnown ? items : items.slice(0, 1);
}
