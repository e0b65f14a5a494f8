import { elementsOf } from "../figures/elements.ts";
import { startFlowExplorers } from "../display/flow_explorer_page.ts";
import { startSeveralExplorers } from "../display/several_explorer_page.ts";
import type { SavedFile, ShownAnswer } from "./messages.ts";

const urlOf = ({ type, content }: SavedFile): string =>
  URL.createObjectURL(new Blob([content], { type }));

/**
 * Puts an answer into a section of the page: what `detect` says, with its figures as
 * images, then the files to be saved.
 *
 * @param truth how a built-in set was made; undefined for the reader's own pairs
 */
export function showAnswer(
  section: HTMLElement,
  answer: ShownAnswer,
  truth: string | undefined,
): void {
  const element = elementsOf(document);
  const main = parsed(answer.html);
  const urls = new Map(answer.figures.map((file) => [file.name, urlOf(file)]));
  for (
    const image of main.querySelectorAll<HTMLImageElement>("[data-figure]")
  ) {
    image.src = urls.get(`${image.dataset.figure}.svg`) ?? "";
  }
  section.replaceChildren(...main.childNodes);
  section.querySelector("h1")?.setAttribute("id", "headline");
  const after = [
    ...truth === undefined ? [] : [
      element("h2", {}, "How the set was made"),
      element("p", { class: "truth" }, truth),
    ],
    element("div", { id: "move" }),
    element("h2", {}, "Save"),
    element(
      "ul",
      { class: "files" },
      ...[...answer.files, ...answer.figures].map((file) =>
        element(
          "li",
          {},
          element(
            "a",
            { href: urls.get(file.name) ?? urlOf(file), download: file.name },
            file.name,
          ),
        )
      ),
    ),
  ];
  section.append(...after);
}

/** Puts an image under sliders into the page. */
export function showMoved(place: HTMLElement, html: string): void {
  place.replaceChildren(...parsed(html).childNodes);
  startFlowExplorers(document);
  startSeveralExplorers(document);
}

/** Markup of this page's own worker as elements. */
function parsed(html: string): Element {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return document.importNode(body.querySelector("main") ?? body, true);
}
