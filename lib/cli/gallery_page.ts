import { createDocument, htmlElement } from "../figures/document.ts";
import { serialize } from "../figures/serialize.ts";
import { darkStyle } from "../figures/theme.ts";
import { markdownHtml } from "./gallery_markdown.ts";
import { GALLERY_STYLE } from "./gallery_style.ts";
import { type CellOutput, type NotebookFile, textOf } from "./notebook_file.ts";

/** A picture in a file beside the pages. */
export interface GalleryPicture {
  readonly file: string;
  /** The picture's alternative text. */
  readonly alt: string;
  readonly svg: string;
}

/** The entry of the index for a page. */
export interface GalleryCard {
  /** The page's path from the index. */
  readonly href: string;
  readonly title: string;
  /** The page's first paragraph, as HTML. */
  readonly opening: string;
  /** The picture shown in the index for this page, if it has one. */
  readonly picture?: GalleryPicture;
}

/** The page of a notebook, with its pictures. */
export interface GalleryPage extends GalleryCard {
  readonly html: string;
  readonly pictures: readonly GalleryPicture[];
}

/** Content security policy of the pages: they load nothing from other sites. */
const POLICY =
  "default-src 'none'; img-src 'self' data: file:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/**
 * Makes the page of an executed notebook.
 *
 * @param id The notebook's file name without its extension.
 */
export function galleryPage(id: string, notebook: NotebookFile): GalleryPage {
  const pictures: GalleryPicture[] = [];
  const parts = notebook.cells.flatMap(({ cell_type, source, outputs = [] }) =>
    cell_type === "markdown" ? [markdownHtml(textOf(source))] : [
      markup("pre", {}, element("code", {}, textOf(source))),
      ...joined(outputs).flatMap((output) => outputHtml(output, id, pictures)),
    ]
  );
  const document = createDocument();
  document.body.innerHTML = parts[0] ?? "";
  const title = document.querySelector("h1")?.textContent ?? id;
  const opening = document.querySelector("p")?.innerHTML ?? "";
  return {
    href: `${id}.html`,
    title,
    opening,
    html: galleryHtml(title, [linkBack("index.html"), ...parts]),
    pictures,
    picture: pictures[0],
  };
}

/** Makes a page that lists others, one card per page. */
export function galleryIndex(
  title: string,
  cards: readonly GalleryCard[],
): string {
  const items = cards.map(({ href, title, opening, picture }) =>
    `<li>${markup("h2", {}, element("a", { href }, title))}${
      picture === undefined ? "" : imageOf(picture)
    }<p>${opening}</p></li>`
  );
  return galleryHtml(title, [
    markup("h1", {}, title),
    `<ul class="cards">${items.join("\n")}</ul>`,
  ]);
}

/**
 * Joins consecutive outputs of the same stream, as a notebook shows them, and drops
 * blank streams.
 */
function joined(outputs: readonly CellOutput[]): CellOutput[] {
  const all: CellOutput[] = [];
  for (const output of outputs) {
    const last = all.at(-1);
    const goesOn = output.output_type === "stream" &&
      last?.output_type === "stream" && last.name === output.name;
    if (goesOn) {
      all[all.length - 1] = {
        ...last,
        text: textOf(last.text) + textOf(output.text),
      };
    } else all.push(output);
  }
  return all.filter(({ output_type, text }) =>
    output_type !== "stream" || textOf(text).trim() !== ""
  );
}

function outputHtml(
  { output_type, text, data = {} }: CellOutput,
  id: string,
  pictures: GalleryPicture[],
): string[] {
  if (output_type === "stream") {
    return [
      markup("pre", { class: "output" }, textOf(text).replace(/\n+$/, "\n")),
    ];
  }
  const plain = textOf(data["text/plain"]);
  const svg = textOf(data["image/svg+xml"]);
  if (svg !== "") {
    const picture = {
      file: `${id}-${pictures.length + 1}.svg`,
      alt: alternativeText(textOf(data["text/html"])) ?? plain,
      svg: themed(svg),
    };
    pictures.push(picture);
    return [
      `<figure><div class="box">${imageOf(picture)}</div>${
        markup("figcaption", {}, plain)
      }</figure>`,
    ];
  }
  const html = textOf(data["text/html"]);
  if (html !== "") return [`<div class="output html">${html}</div>`];
  return plain === "" ? [] : [markup("pre", { class: "output" }, plain)];
}

const imageOf = ({ file, alt }: GalleryPicture): string =>
  markup("img", { src: file, alt, loading: "lazy" });

/**
 * Returns the alternative text of the image in an HTML output; undefined if it has
 * none.
 */
function alternativeText(html: string): string | undefined {
  const document = createDocument();
  document.body.innerHTML = html;
  return document.querySelector("img")?.getAttribute("alt") ?? undefined;
}

/** Adds a style to a figure so that it is light or dark as the reader's system asks. */
function themed(svg: string): string {
  return svg.replace(/^(<svg\b[^>]*>)/, `$1<style>${darkStyle()}</style>`);
}

const builder = createDocument();

/** Makes an element with the given children; texts are escaped. */
function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Element | string)[]
): Element {
  return htmlElement(builder, name, attributes, ...children);
}

const markup = (...made: Parameters<typeof element>): string =>
  serialize(element(...made), "html");

/** Makes a link around HTML. */
export function linkTo(href: string, html: string): string {
  const link = element("a", { href });
  link.innerHTML = html;
  return serialize(link, "html");
}

/** Makes the line that leads from a page to the index. */
export const linkBack = (index: string): string =>
  markup("p", {}, element("a", { href: index }, "← all"));

/** Makes a whole page of the gallery from parts that are HTML. */
export function galleryHtml(title: string, parts: readonly string[]): string {
  const policy = { "http-equiv": "Content-Security-Policy", content: POLICY };
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
${markup("meta", policy)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${markup("title", {}, title)}
<style>${GALLERY_STYLE}</style></head>
<body><main>
${parts.join("\n")}
</main></body></html>
`;
}
