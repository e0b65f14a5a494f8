import { svgElement } from "./document.ts";
import type { Figure } from "./figure.ts";
import { light } from "./palette.ts";
import { serialize } from "./serialize.ts";
import { darkStyle, FIGURE_CLASS } from "./theme.ts";

/** The font of all text; the renderer of PNG files loads just this one. */
export const FONT = "DejaVu Sans, sans-serif";

/** Size of text, pixels. */
export const FONT_SIZE = 13;

/** Where a part of a figure goes, pixels from the top left corner. */
export interface Part {
  /** A plot, or any SVG element. */
  readonly element: Element;
  readonly x: number;
  readonly y: number;
}

/** Parts that stay together, and the room they take; pixels. */
export interface Block {
  readonly parts: readonly Part[];
  readonly width: number;
  readonly height: number;
}

/** A block's parts, so much further right and down; pixels. */
export function shifted({ parts }: Block, right: number, down: number): Part[] {
  return parts.map(({ element, x, y }) => ({
    element,
    x: x + right,
    y: y + down,
  }));
}

/**
 * Puts parts on one surface and makes a figure of them that stands on its own:
 * namespace, size, font, both themes, and the alternative text: the caption is its
 * title, and its main numbers are its description.
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
 * A plot's own `svg` becomes a group: the rules of its style would resize an
 * inner `svg`.
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
