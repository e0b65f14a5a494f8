import { svgElement } from "./document.ts";

/** Bold words above a part of a figure, their baseline at its y. */
export function heading(document: Document, text: string): Element {
  return svgElement(document, "text", { "font-weight": "bold" }, text);
}
