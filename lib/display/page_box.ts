import { elementsOf } from "../figures/document.ts";
import type { Figure } from "../figures/figure.ts";

/** Makes a box that scrolls, also by keys, if its content is too wide for the page. */
export const scrollBox = (
  document: Document,
  label: string,
  content: Element,
): HTMLElement =>
  elementsOf(document)(
    "div",
    { class: "box", tabindex: 0, role: "region", "aria-label": label },
    content,
  );

/** Makes a figure of a picture in a box, with the caption below. */
export function captionedFigure(
  document: Document,
  { name, caption }: Pick<Figure, "name" | "caption">,
  picture: Element,
): HTMLElement {
  const element = elementsOf(document);
  return element(
    "figure",
    {},
    scrollBox(document, name, picture),
    element("figcaption", {}, caption),
  );
}
