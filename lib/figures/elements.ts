const SVG = "http://www.w3.org/2000/svg";

/**
 * An SVG element with attributes and children; strings among the children
 * become text, so that no value can turn into markup.
 *
 * @param document the document that will own the element
 * @param name of the element, for example "rect"
 * @param attributes numbers are written as they are
 */
export function svgElement(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Element | string)[]
): SVGElement {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** Makes an HTML element as {@linkcode svgElement} makes one of SVG. */
export function htmlElement(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Element | string)[]
): HTMLElement {
  return filled(document.createElement(name), attributes, children);
}

/** Makes HTML elements of one document, as {@linkcode htmlElement} does. */
export function elementsOf(document: Document) {
  return (
    name: string,
    attributes: Readonly<Record<string, string | number>>,
    ...children: readonly (Element | string)[]
  ): HTMLElement => htmlElement(document, name, attributes, ...children);
}

function filled<Kind extends Element>(
  element: Kind,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly (Element | string)[],
): Kind {
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  for (const child of children) {
    element.appendChild(
      typeof child === "string"
        ? element.ownerDocument.createTextNode(child)
        : child,
    );
  }
  return element;
}
