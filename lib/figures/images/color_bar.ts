import { range } from "d3-array";
import { svgElement } from "../document.ts";

/**
 * Draws a horizontal colour bar for a diverging scale that is symmetric about 0.
 *
 * @param color colour of a value from -1 to 1
 * @param limit the value at the right end, written under the bar
 * @param title written above it
 * @param width pixels
 * @returns a group `COLOR_BAR_HEIGHT` pixels high
 */
export function colorBar(
  document: Document,
  { color, limit, title, width }: {
    readonly color: (value: number) => string;
    readonly limit: number;
    readonly title: string;
    readonly width: number;
  },
): Element {
  const steps = 41, step = width / steps;
  const cells = range(steps).map((i) =>
    svgElement(document, "rect", {
      x: i * step,
      y: 20,
      // Each cell overlaps the next one, so that no gap is visible.
      width: Math.min(2 * step, width - i * step),
      height: 12,
      fill: color(2 * i / (steps - 1) - 1),
    })
  );
  const label = (x: number, value: string, anchor: string) =>
    svgElement(document, "text", { x, y: 46, "text-anchor": anchor }, value);
  const end = formatLimit(limit);
  return svgElement(
    document,
    "g",
    { "aria-label": "colour bar" },
    svgElement(document, "text", { y: 12 }, title),
    ...cells,
    label(0, `−${end}`, "start"),
    label(width / 2, "0", "middle"),
    label(width, end, "end"),
  );
}

/** Height of a colour bar with its title and numbers, pixels. */
export const COLOR_BAR_HEIGHT = 52;

function formatLimit(limit: number): string {
  return String(Number(limit.toPrecision(2)));
}
