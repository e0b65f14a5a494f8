import { answerOf } from "../detection/answer.ts";
import type { Detection } from "../detection/detection.ts";
import { detectionMain, detectionPage } from "../display/detection_page.ts";
import { detectionFigures } from "../figures/detection/detection_figures.ts";
import { createDocument, htmlElement } from "../figures/document.ts";
import { altText, type Figure } from "../figures/figure.ts";
import { serialize } from "../figures/serialize.ts";
import type { SavedFile, ShownAnswer } from "./messages.ts";

/** Attribute of an image that stands for a figure of this name. */
const FIGURE = "data-figure";

/**
 * A detection as the page shows it: the text and tables of the page that `detect`
 * writes, with its figures apart.
 *
 * @param link the part of a link that opens the answer, if it is not too long
 * @param movable number of held-out pairs whose first image can be moved
 */
export function showDetection(
  detection: Detection,
  { link, movable }: Pick<ShownAnswer, "link" | "movable">,
): ShownAnswer {
  const figures = detectionFigures(detection);
  const main = detectionMain(createDocument(), detection, {
    figures,
    filesBeside: false,
    picture: emptyImage,
  });
  return {
    html: serialize(main, "html"),
    figures: figures.map(fileOf),
    files: [
      {
        name: "generator.json",
        type: "application/json",
        content: `${JSON.stringify(answerOf(detection), null, 2)}\n`,
      },
      {
        name: "answer.html",
        type: "text/html",
        content: detectionPage(detection, { figures, filesBeside: false }),
      },
    ],
    link,
    movable,
  };
}

/** An image that the page gives its source, at the size of the figure. */
function emptyImage(document: Document, figure: Figure): Element {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(figure.svg) ??
    [];
  return htmlElement(document, "img", {
    [FIGURE]: figure.name,
    alt: altText(figure),
    ...width !== undefined && { width, height },
  });
}

const fileOf = ({ name, svg }: Figure): SavedFile => ({
  name: `${name}.svg`,
  type: "image/svg+xml",
  content: svg,
});
