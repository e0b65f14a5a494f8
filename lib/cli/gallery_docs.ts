import { Marked, type Tokens } from "marked";
import { gfmHeadingId } from "marked-gfm-heading-id";
import { posix } from "node:path";
import {
  galleryHtml,
  type GalleryPage,
  linkBack,
  linkTo,
} from "./gallery_page.ts";
import type { ProjectTexts } from "./project_texts.ts";

/** The address of a Markdown text's page. */
const pageOf = (path: string): string => path.replace(/\.md$/, ".html");

/**
 * Makes pages of the README and the docs. Links between them lead from page to page; a
 * link to any other file of the project is left out, and its text stays.
 *
 * @param texts Markdown texts, and the SVG figures that they show.
 * @returns One page per Markdown text, in their order.
 */
export function docsPages(texts: ProjectTexts): GalleryPage[] {
  return [...texts.keys()].filter((path) => path.endsWith(".md"))
    .map((path) => docsPage(path, texts));
}

function docsPage(path: string, texts: ProjectTexts): GalleryPage {
  const fromRoot = (href: string): string =>
    posix.join(posix.dirname(path), href);
  const marked = markdownWith((href) => addressOf(href, fromRoot, texts));
  const tokens = marked.lexer(texts.get(path)!);
  const paragraph = tokens.find((token) =>
    token.type === "paragraph" && !token.raw.startsWith("![")
  );
  const heading = tokens.find((token) => token.type === "heading");
  const pictures = tokens.flatMap((token) =>
    token.type === "paragraph" ? token.tokens ?? [] : []
  ).filter((token): token is Tokens.Image => token.type === "image")
    .flatMap(({ href, text: alt }) => {
      const file = fromRoot(href), svg = texts.get(file);
      return svg === undefined ? [] : [{ file, alt, svg }];
    });
  const title = heading?.type === "heading" ? heading.text : path;
  const up = "../".repeat(path.split("/").length - 1);
  return {
    href: pageOf(path),
    title,
    opening: withoutLinks.parseInline(paragraph?.raw ?? "", { async: false }),
    html: galleryHtml(title, [
      linkBack(`${up}index.html`),
      marked.parse(texts.get(path)!, { async: false }),
    ]),
    pictures,
    picture: pictures[0],
  };
}

/**
 * Makes a converter of Markdown.
 *
 * @param addressOf The address of a link's target; undefined leaves the link's text.
 */
const markdownWith = (
  addressOf: (href: string) => string | undefined,
): Marked =>
  new Marked(gfmHeadingId(), {
    renderer: {
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const address = addressOf(href);
        return address === undefined ? text : linkTo(address, text);
      },
    },
  });

/** Converts the first paragraphs for the index, where no link leads on. */
const withoutLinks = markdownWith(() => undefined);

/** The address of a link's target in the gallery; undefined if it is not there. */
function addressOf(
  href: string,
  fromRoot: (href: string) => string,
  texts: ProjectTexts,
): string | undefined {
  if (/^(https?:|#)/.test(href)) return href;
  const [file, anchor] = href.split("#");
  if (!texts.has(fromRoot(file))) return undefined;
  return pageOf(file) + (anchor === undefined ? "" : `#${anchor}`);
}
