import type { Figure } from "./figure.ts";
import { finishFigure } from "./finish.ts";
import { legend, type LegendItem } from "./legend.ts";

/**
 * Finishes a figure of one plot with a legend above it.
 *
 * @param left distance of the legend from the left edge, pixels; its lines are broken at
 * the right edge
 * @param y distance of the legend from the upper edge, pixels
 * @param gap height above and below the legend together, pixels
 * @param height height of the plot and of what is below it, pixels
 */
export function plotWithLegend(
  document: Document,
  { items, left, y = 6, gap = 12, plot, height, width, ...words }: {
    readonly name: string;
    readonly caption: string;
    readonly numbers: string;
    readonly items: readonly LegendItem[];
    readonly left: number;
    readonly y?: number;
    readonly gap?: number;
    readonly plot: Element;
    readonly width: number;
    readonly height: number;
  },
): Figure {
  const key = legend(document, items, width - left);
  const top = key.height + gap;
  return finishFigure(document, {
    ...words,
    width,
    height: top + height,
    parts: [
      { element: key.element, x: left, y },
      { element: plot, x: 0, y: top },
    ],
  });
}
