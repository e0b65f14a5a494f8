import { svgElement } from "../document.ts";
import { light } from "../palette.ts";

/** A position in a diagram, pixels. */
export type DiagramPoint = readonly [x: number, y: number];

/** Half the width of an arrow's head, pixels. The head is as long as it is wide. */
const HEAD = 4;

/** Draws straight lines from point to point, with an arrow's head at the last one. */
export function arrow(
  document: Document,
  points: readonly DiagramPoint[],
  { color = light.muted, bothWays = false } = {},
): Element {
  const line = svgElement(document, "path", {
    d: `M${points.map((point) => point.join(",")).join("L")}`,
    fill: "none",
    stroke: color,
    "stroke-width": 1.4,
  });
  const ends = bothWays ? [points, points.toReversed()] : [points];
  const heads = ends.map((path) =>
    svgElement(document, "path", {
      d: headPath(path.at(-2)!, path.at(-1)!),
      fill: color,
    })
  );
  return svgElement(document, "g", { class: "arrow" }, line, ...heads);
}

function headPath(from: DiagramPoint, [x, y]: DiagramPoint): string {
  const length = Math.hypot(x - from[0], y - from[1]);
  const [dx, dy] = [(x - from[0]) / length, (y - from[1]) / length];
  const corner = (side: number) =>
    [
      x - 2 * HEAD * dx - side * HEAD * dy,
      y - 2 * HEAD * dy + side * HEAD * dx,
    ].join(",");
  return `M${x},${y}L${corner(1)}L${corner(-1)}Z`;
}

/**
 * Draws a line of text in which "_" makes the next character a subscript, for example
 * "L_α".
 *
 * @param attributes attributes of the text, which is centred on its point by default
 */
export function formula(
  document: Document,
  text: string,
  [x, y]: DiagramPoint,
  attributes: Readonly<Record<string, string | number>> = {},
): Element {
  const DROP = 4;
  const spans = text.split(/_(.)/u).map((part, i) =>
    svgElement(
      document,
      "tspan",
      i % 2 === 1
        ? { dy: DROP, "font-size": "0.78em" }
        : i > 0
        ? { dy: -DROP }
        : {},
      part,
    )
  );
  return svgElement(
    document,
    "text",
    { x, y, "text-anchor": "middle", ...attributes },
    ...spans,
  );
}

/** Draws a rounded box around a formula, centred on a point. */
export function box(
  document: Document,
  text: string,
  [x, y]: DiagramPoint,
  { width, height, color }: {
    readonly width: number;
    readonly height: number;
    readonly color: string;
  },
): Element {
  return svgElement(
    document,
    "g",
    { class: "box" },
    svgElement(document, "rect", {
      x: x - width / 2,
      y: y - height / 2,
      width,
      height,
      rx: Math.min(8, height / 2),
      fill: color,
      "fill-opacity": 0.12,
      stroke: color,
      "stroke-width": 1.5,
    }),
    formula(document, text, [x, y + 4.5]),
  );
}
