import { max } from "d3-array";
import { svgElement } from "../document.ts";
import { textWidth } from "../legend.ts";
import { light } from "../palette.ts";

/** Sizes of the drawing of a network's layers. */
export interface LayerStackStyle {
  /** Distance from the first to the last layer, pixels. */
  readonly width: number;
  /** Height of the widest layer, pixels. */
  readonly height: number;
  readonly color: string;
}

const BAR = 8, LABEL = 11;

/**
 * Draws the layers of a network from left to right, each as a bar. Its height is
 * proportional to the square root of its number of neurons, which is written below it.
 *
 * @param layers numbers of neurons, input first; at least two
 * @returns a group, its origin in the middle of the first layer
 */
export function layerStack(
  document: Document,
  layers: readonly number[],
  { width, height, color }: LayerStackStyle,
): Element {
  const widest = max(layers)!, pitch = width / (layers.length - 1);
  const places = layers.map((neurons, i) => ({
    neurons,
    x: i * pitch,
    half: Math.max(4, height * Math.sqrt(neurons / widest)) / 2,
  }));
  const outline = [
    ...places.map(({ x, half }) => `${x},${-half}`),
    ...places.toReversed().map(({ x, half }) => `${x},${half}`),
  ];
  const longest = max(layers, (neurons) => textWidth(`${neurons}`, LABEL))!;
  const lines = longest + 6 > pitch ? 2 : 1;
  return svgElement(
    document,
    "g",
    { class: "layers" },
    svgElement(document, "path", {
      d: `M${outline.join("L")}Z`,
      fill: color,
      "fill-opacity": 0.12,
    }),
    ...places.map(({ x, half }) =>
      svgElement(document, "rect", {
        x: x - BAR / 2,
        y: -half,
        width: BAR,
        height: 2 * half,
        rx: 1.5,
        fill: color,
      })
    ),
    ...places.map(({ neurons, x }, i) =>
      svgElement(document, "text", {
        x,
        y: height / 2 + 14 + 13 * (i % lines),
        "text-anchor": "middle",
        "font-size": LABEL,
        fill: light.muted,
      }, `${neurons}`)
    ),
  );
}
