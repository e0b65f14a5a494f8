import { parseHTML } from "linkedom";

export { elementsOf, htmlElement, svgElement } from "./elements.ts";

/** Makes an empty HTML document without a browser. */
export function createDocument(): Document {
  return parseHTML("<!doctype html><html><head></head><body></body></html>")
    .document as unknown as Document;
}
