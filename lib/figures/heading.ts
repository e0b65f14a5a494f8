import { svgElement } from "./document.ts";

/** Makes a heading of a part of a figure in bold, with its baseline at the part's y. */
export function heading(document: Document, text: string): Element {
  return svgElement(document, "text", { "font-weight": "bold" }, text);
}
