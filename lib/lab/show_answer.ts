import { startFlowExplorers } from "../display/flow_explorer_page.ts";
import { startSeveralExplorers } from "../display/several_explorer_page.ts";
import { elementsOf } from "../figures/elements.ts";
import type { SavedFile, ShownAnswer } from "./messages.ts";

/** Addresses of the files of the answer that is shown; the next answer frees them. */
let addresses: string[] = [];

function addressOf({ type, content }: SavedFile): string {
  const address = URL.createObjectURL(new Blob([content], { type }));
  addresses.push(address);
  return address;
}

/** Options of the display of an answer. */
export interface AnswerOptions {
  /** How a built-in set was made; undefined for other pairs. */
  readonly truth: string | undefined;
  /** Whether the answer came with a link. */
  readonly isFromLink: boolean;
  /** Asks for the first image of a pair under sliders. */
  readonly onMove: (pair: number) => void;
}

/**
 * Puts an answer into a section of the page: what `detect` says, with its figures as
 * images, sliders that move a picture, and the files to be saved.
 */
export function showAnswer(
  section: HTMLElement,
  answer: ShownAnswer,
  options: AnswerOptions,
): void {
  for (const address of addresses) URL.revokeObjectURL(address);
  addresses = [];
  const main = parsed(answer.html);
  const files = [...answer.files, ...answer.figures]
    .map((file) => ({ name: file.name, address: addressOf(file) }));
  const images = main.querySelectorAll<HTMLImageElement>("[data-figure]");
  for (const image of images) {
    const name = `${image.dataset.figure}.svg`;
    image.src = files.find((file) => file.name === name)?.address ?? "";
  }
  main.querySelector("h2")?.before(
    ...truthSection(options.truth),
    ...moveSection(answer.movable, options.onMove),
    ...saveSection(files, answer.link),
  );
  const element = elementsOf(document);
  const notice = options.isFromLink
    ? [element(
      "p",
      { class: "note" },
      "This answer came with the link. Nothing was computed here, so nothing of it was checked.",
    )]
    : [];
  section.replaceChildren(...notice, ...main.childNodes);
}

function truthSection(truth: string | undefined): HTMLElement[] {
  const element = elementsOf(document);
  return truth === undefined ? [] : [
    element(
      "p",
      { class: "truth" },
      element("strong", {}, "How the set was made: "),
      truth,
    ),
  ];
}

/** A number field that chooses a pair, and room for its first image under sliders. */
function moveSection(
  pairs: number,
  onMove: (pair: number) => void,
): HTMLElement[] {
  if (pairs === 0) return [];
  const element = elementsOf(document);
  const field = element("input", {
    type: "number",
    id: "moved-pair",
    min: 1,
    max: pairs,
    value: 1,
  }) as HTMLInputElement;
  const ask = () => {
    const pair = field.valueAsNumber;
    if (pair >= 1 && pair <= pairs) onMove(Math.floor(pair) - 1);
  };
  field.addEventListener("change", ask);
  ask();
  return [
    element("h2", {}, "Move a picture of yours"),
    element("label", { class: "field" }, `Pair, 1 to ${pairs} `, field),
    element("div", { id: "moved" }),
  ];
}

function saveSection(
  files: readonly { readonly name: string; readonly address: string }[],
  link: string | undefined,
): HTMLElement[] {
  const element = elementsOf(document);
  const links = files.map(({ name, address }) =>
    element(
      "li",
      {},
      element("a", { href: address, download: name }, name),
    )
  );
  return [
    element("h2", {}, "Save"),
    element("ul", { class: "files" }, ...links),
    link === undefined
      ? element("p", { class: "note" }, "This answer is too long for a link.")
      : linkField(link),
  ];
}

/** A link that opens this answer again, and a button that copies it. */
function linkField(link: string): HTMLElement {
  const element = elementsOf(document);
  const address = new URL(`#${link}`, document.baseURI).href;
  const field = element("input", {
    type: "text",
    readonly: "",
    value: address,
    id: "link",
  }) as HTMLInputElement;
  const said = element("span", { role: "status" });
  const button = element("button", { type: "button" }, "Copy");
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "Selected: copy it with the keyboard.";
    }
  });
  return element(
    "p",
    { class: "actions" },
    element(
      "label",
      { class: "field" },
      "A link that holds this answer ",
      field,
    ),
    button,
    said,
  );
}

/** Puts an image under sliders beside the answer, if that is still shown. */
export function putMoved(html: string): void {
  const place = document.getElementById("moved");
  if (place === null) return;
  place.replaceChildren(...parsed(html).childNodes);
  startFlowExplorers(document);
  startSeveralExplorers(document);
}

/** Markup of this page's own worker as elements. */
function parsed(html: string): Element {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return document.importNode(body.querySelector("main") ?? body, true);
}
