const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an SVG element with attributes and children. Strings among the children become
 * text, so that no value can become markup.
 *
 * @param document the document that will own the element
 * @param name name of the element, for example "rect"
 * @param attributes attributes; numbers are written unchanged
 */
export function svgElement(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Element | string)[]
): SVGElement {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** Makes an HTML element, with the arguments of {@linkcode svgElement}. */
export function htmlElement(
  document: Document,
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (Element | string)[]
): HTMLElement {
  return filled(document.createElement(name), attributes, children);
}

/**
 * Makes a function that makes HTML elements of one document, like
 * {@linkcode htmlElement}.
 */
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
