import { htmlElement } from "../figures/document.ts";

/** The pattern of a share such as "46.6 %", or a point such as "(0.00, −0.20)". */
const WHOLE = /((?:[<>≤±] )?[−-]?\d[\d.,]* %|\([−-]?[\d.]+, [−-]?[\d.]+\))/;

/** Splits a text for a page so that no line breaks within a share or a point. */
export const unbroken = (
  document: Document,
  text: string,
): (HTMLElement | string)[] =>
  text.split(WHOLE).map((part, i) =>
    i % 2 === 0
      ? part
      : htmlElement(document, "span", { class: "unbroken" }, part)
  ).filter((part) => part !== "");
