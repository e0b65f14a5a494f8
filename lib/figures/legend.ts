import { svgElement } from "./document.ts";
import { FONT_SIZE } from "./finish.ts";

/** One entry of a legend: a sample of the mark and its name. */
export interface LegendItem {
  readonly label: string;
  readonly color: string;
  readonly mark: "area" | "line" | "dashed" | "dotted" | "dot" | "ring";
}

const SAMPLE = 22, GAP = 7, BETWEEN = 22;

/** Estimates the width of a text in pixels, accurately enough to lay out a legend. */
export function textWidth(text: string, size = FONT_SIZE): number {
  return [...text].length * size * 0.56;
}

/**
 * Makes a legend of one or more lines, each `LEGEND_LINE` high.
 *
 * @param document owner of the elements
 * @param width width at which lines are broken, pixels
 * @returns the group and its height in pixels
 */
export function legend(
  document: Document,
  items: readonly LegendItem[],
  width: number,
): { readonly element: Element; readonly height: number } {
  const group = svgElement(document, "g", { "aria-label": "legend" });
  let [x, y] = [0, 0];
  for (const item of items) {
    const length = SAMPLE + GAP + textWidth(item.label);
    if (x > 0 && x + length > width) [x, y] = [0, y + LEGEND_LINE];
    group.appendChild(svgElement(
      document,
      "g",
      { transform: `translate(${x},${y})` },
      sample(document, item),
      svgElement(
        document,
        "text",
        { x: SAMPLE + GAP, y: LEGEND_LINE / 2, dy: "0.35em" },
        item.label,
      ),
    ));
    x += length + BETWEEN;
  }
  return { element: group, height: y + LEGEND_LINE };
}

/** Height of a line of a legend, pixels. */
const LEGEND_LINE = 20;

const DASHES = { line: "none", dashed: "5 3", dotted: "2 3" } as const;

function sample(document: Document, { mark, color }: LegendItem): Element {
  const middle = LEGEND_LINE / 2;
  switch (mark) {
    case "area":
      return svgElement(document, "rect", {
        y: middle - 6,
        width: SAMPLE,
        height: 12,
        fill: color,
      });
    case "line":
    case "dashed":
    case "dotted":
      return svgElement(document, "path", {
        d: `M0,${middle}H${SAMPLE}`,
        stroke: color,
        "stroke-width": 2,
        "stroke-dasharray": DASHES[mark],
      });
    case "dot":
    case "ring":
      return svgElement(document, "circle", {
        cx: SAMPLE / 2,
        cy: middle,
        r: 5,
        fill: mark === "dot" ? color : "none",
        stroke: color,
        "stroke-width": 2,
      });
  }
}
