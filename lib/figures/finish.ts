import { svgElement } from "./document.ts";
import type { Figure } from "./figure.ts";
import { light } from "./palette.ts";
import { serialize } from "./serialize.ts";
import { darkStyle, FIGURE_CLASS } from "./theme.ts";

/** The font of all text; the renderer of PNG files loads only this one. */
export const FONT = "DejaVu Sans, sans-serif";

/** Size of text, pixels. */
export const FONT_SIZE = 13;

/** A part of a figure with its position, in pixels from the top left corner. */
export interface Part {
  /** A plot, or any SVG element. */
  readonly element: Element;
  readonly x: number;
  readonly y: number;
}

/** Parts that stay together, with their total size in pixels. */
export interface Block {
  readonly parts: readonly Part[];
  readonly width: number;
  readonly height: number;
}

/** Moves a block's parts to the right and down, in pixels. */
export function shifted({ parts }: Block, right: number, down: number): Part[] {
  return parts.map(({ element, x, y }) => ({
    element,
    x: x + right,
    y: y + down,
  }));
}

/**
 * Combines parts in one self-contained figure with namespace, size, font and both
 * themes. Its caption is the SVG's title, and its main numbers are the description.
 */
export function finishFigure(
  document: Document,
  { name, caption, numbers, width, height, parts }: {
    readonly name: string;
    readonly caption: string;
    readonly numbers: string;
    readonly width: number;
    readonly height: number;
    readonly parts: readonly Part[];
  },
): Figure {
  const svg = svgElement(
    document,
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: FIGURE_CLASS,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "font-family": FONT,
      "font-size": FONT_SIZE,
      fill: light.ink,
      color: light.ink,
      style: "max-width: 100%; height: auto",
    },
    svgElement(document, "title", {}, caption),
    ...numbers === "" ? [] : [svgElement(document, "desc", {}, numbers)],
    svgElement(document, "style", {}, darkStyle()),
    svgElement(document, "rect", { width, height, fill: light.surface }),
    ...parts.map((part) => placed(document, part)),
  );
  return { name, caption, numbers, svg: serialize(svg, "xml") };
}

/**
 * Places a part. The `svg` of a plot becomes a group, because the rules of its style
 * would resize an inner `svg`.
 */
function placed(document: Document, { element, x, y }: Part): Element {
  const group = svgElement(document, "g", {
    transform: `translate(${x},${y})`,
  });
  if (element.localName !== "svg") {
    group.appendChild(element);
    return group;
  }
  group.setAttribute("text-anchor", "middle");
  group.setAttribute("fill", light.ink);
  for (const child of [...element.childNodes]) {
    if ((child as Element).localName !== "style") group.appendChild(child);
  }
  return group;
}
