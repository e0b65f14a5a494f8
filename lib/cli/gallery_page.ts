import { createDocument, htmlElement } from "../figures/document.ts";
import { serialize } from "../figures/serialize.ts";
import { darkStyle } from "../figures/theme.ts";
import { markdownHtml } from "./gallery_markdown.ts";
import { GALLERY_STYLE } from "./gallery_style.ts";
import { type CellOutput, type NotebookFile, textOf } from "./notebook_file.ts";

/** One notebook, as pages show it. */
export interface GalleryPage {
  /** The notebook's file name without its ending. */
  readonly id: string;
  readonly title: string;
  /** Its first paragraph, as HTML. */
  readonly opening: string;
  readonly html: string;
  /** Pictures by their file names. */
  readonly pictures: ReadonlyMap<string, string>;
  /** The file name of the one that stands for all. */
  readonly picture?: string;
}

/** No page loads anything from elsewhere. */
const POLICY =
  "default-src 'none'; img-src 'self' data: file:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/** The page of a notebook that was run. */
export function galleryPage(id: string, notebook: NotebookFile): GalleryPage {
  const pictures = new Map<string, string>();
  const parts = notebook.cells.flatMap(({ cell_type, source, outputs = [] }) =>
    cell_type === "markdown" ? [markdownHtml(textOf(source))] : [
      element("pre", {}, element("code", {}, textOf(source))),
      ...outputs.flatMap((output) => outputHtml(output, id, pictures)),
    ]
  );
  const document = createDocument();
  document.body.innerHTML = parts[0] ?? "";
  const title = document.querySelector("h1")?.textContent ?? id;
  const opening = document.querySelector("p")?.innerHTML ?? "";
  const back = element("p", {}, element("a", { href: "index.html" }, "← all"));
  return {
    id,
    title,
    opening,
    html: page(title, [back, ...parts]),
    pictures,
    picture: [...pictures.keys()][0],
  };
}

/** A page that lists the others. */
export function galleryIndex(
  title: string,
  pages: readonly GalleryPage[],
): string {
  const cards = pages.map(({ id, title, opening, picture }) =>
    `<li><h2><a href="${id}.html">${element("span", {}, title)}</a></h2>${
      picture === undefined
        ? ""
        : element("img", { src: picture, alt: "", loading: "lazy" })
    }<p>${opening}</p></li>`
  );
  return page(title, [
    element("h1", {}, title),
    `<ul class="cards">${cards.join("\n")}</ul>`,
  ]);
}

function outputHtml(
  { output_type, text, data = {} }: CellOutput,
  id: string,
  pictures: Map<string, string>,
): string[] {
  if (output_type === "stream") {
    return [element("pre", { class: "output" }, textOf(text))];
  }
  const plain = textOf(data["text/plain"]);
  const svg = textOf(data["image/svg+xml"]);
  if (svg !== "") {
    const name = `${id}-${pictures.size + 1}.svg`;
    pictures.set(name, themed(svg));
    const picture = element("img", { src: name, alt: plain, loading: "lazy" });
    return [
      `<figure><div class="box">${picture}</div>${
        element("figcaption", {}, plain)
      }</figure>`,
    ];
  }
  const html = textOf(data["text/html"]);
  if (html !== "") return [`<div class="output html">${html}</div>`];
  return plain === "" ? [] : [element("pre", { class: "output" }, plain)];
}

/** A notebook's figures are light; here they follow the reader's system. */
function themed(svg: string): string {
  return svg.replace(/^(<svg\b[^>]*>)/, `$1<style>${darkStyle()}</style>`);
}

/** An element with a text in it, or with another element's markup. */
function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content?: string,
): string {
  const document = createDocument();
  const nested = content !== undefined && /^<(a|code|span)\b/.test(content);
  const made = htmlElement(
    document,
    name,
    attributes,
    ...content === undefined || nested ? [] : [content],
  );
  if (nested) made.innerHTML = content;
  return serialize(made, "html");
}

function page(title: string, parts: readonly string[]): string {
  const policy = { "http-equiv": "Content-Security-Policy", content: POLICY };
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
${element("meta", policy)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${element("title", {}, title)}
<style>${GALLERY_STYLE}</style></head>
<body><main>
${parts.join("\n")}
</main></body></html>
`;
}
