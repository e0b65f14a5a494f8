import * as Plot from "@observablehq/plot";
import { range } from "d3-array";
import { light } from "../palette.ts";
import type { Binned, SharedBins } from "./shared_bins.ts";

/** One drawn bin. */
export interface Bar {
  readonly low: number;
  readonly high: number;
  /** Density, per unit of the axis. */
  readonly density: number;
}

/** The style of an estimate. */
export interface EstimateStyle {
  /** The facet that it belongs to. */
  readonly facet: string;
  readonly className: string;
  readonly color: string;
}

/** The styles of both estimates. */
export const ESTIMATES: Readonly<Record<"network" | "refined", EstimateStyle>> =
  {
    network: {
      facet: "t-network",
      className: "network",
      color: light.network,
    },
    refined: { facet: "refined", className: "refined", color: light.refined },
  };

/**
 * Converts counts to densities; the bars' areas and the share beyond the axis sum to 1.
 */
export function densities(
  { edges, width }: SharedBins,
  { counts, total }: Binned,
): Bar[] {
  return Array.from(counts, (count, i) => ({
    low: edges[i],
    high: edges[i + 1],
    density: count / (total * width),
  }));
}

const extentOfBar = { x1: "low", x2: "high", y1: 0, y2: "density" } as const;

/** Draws the true distribution, filled, in every facet. */
export function truthMark(bars: readonly Bar[]): Plot.Markish {
  return Plot.rect(bars, {
    ...extentOfBar,
    fill: light.truth,
    shapeRendering: "crispEdges",
    className: "truth",
  });
}

/** Draws the true distribution's modes, dotted, in every facet. */
export function modesMark(modes: readonly number[]): Plot.Markish {
  return Plot.ruleX(modes, {
    stroke: light.muted,
    strokeDasharray: "2 3",
    className: "modes",
  });
}

/** Draws an estimate as light bars with a step outline, in its own facet. */
export function estimateMarks(
  bars: readonly Bar[],
  style: EstimateStyle,
): Plot.Markish[] {
  const inFacet = { fy: () => style.facet };
  return [areaMark(bars, style, inFacet), outlineMark(bars, style, inFacet)];
}

/** Draws an estimate as light bars. */
export function areaMark(
  bars: readonly Bar[],
  { className, color }: Pick<EstimateStyle, "className" | "color">,
  options: Plot.RectOptions = {},
): Plot.Markish {
  return Plot.rect(bars, {
    ...extentOfBar,
    fill: color,
    fillOpacity: 0.18,
    shapeRendering: "crispEdges",
    className,
    ...options,
  });
}

/** Draws an estimate's step outline. */
export function outlineMark(
  bars: readonly Bar[],
  { className, color }: EstimateStyle,
  options: Plot.LineOptions = {},
): Plot.Markish {
  const outline = [
    [bars[0].low, 0],
    ...bars.flatMap(({ low, high, density }) => [
      [low, density],
      [high, density],
    ]),
    [bars.at(-1)!.high, 0],
  ];
  return Plot.line(outline, {
    x: "0",
    y: "1",
    stroke: color,
    strokeWidth: 1.8,
    strokeLinejoin: "miter",
    className: `${className}-outline`,
    ...options,
  });
}

/** Draws a true density over an interval, dashed, in every facet. */
export function densityMark(
  density: (t: number) => number,
  [low, high]: readonly [number, number],
): Plot.Markish {
  const steps = 600;
  const points = range(steps + 1).map((i) => {
    const t = low + (high - low) * i / steps;
    return { t, density: density(t) };
  });
  return Plot.line(points, {
    x: "t",
    y: "density",
    stroke: light.ink,
    strokeWidth: 1.3,
    strokeDasharray: "5 3",
    className: "density",
  });
}
