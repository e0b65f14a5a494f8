import { parseHTML } from "linkedom";

export { elementsOf, htmlElement, svgElement } from "./elements.ts";

/** A new, empty HTML document that needs no browser. */
export function createDocument(): Document {
  return parseHTML("<!doctype html><html><head></head><body></body></html>")
    .document as unknown as Document;
}
