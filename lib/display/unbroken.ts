import { htmlElement } from "../figures/document.ts";

/** A share such as "46.6 %", and a point such as "(0.00, −0.20)". */
const WHOLE = /((?:[<>≤±] )?[−-]?\d[\d.,]* %|\([−-]?[\d.]+, [−-]?[\d.]+\))/;

/** The parts of a text for a page, on which no line breaks within a share or a point. */
export const unbroken = (
  document: Document,
  text: string,
): (HTMLElement | string)[] =>
  text.split(WHOLE).map((part, i) =>
    i % 2 === 0
      ? part
      : htmlElement(document, "span", { class: "unbroken" }, part)
  ).filter((part) => part !== "");
