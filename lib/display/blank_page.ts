import { createDocument, elementsOf } from "../figures/document.ts";
import { serialize } from "../figures/serialize.ts";

/** The content security policy of a page whose pictures are files in its folder. */
export const PICTURE_FILES_POLICY =
  "default-src 'none'; img-src 'self' data: file:; style-src 'unsafe-inline'";

/**
 * Makes a page with a head and an empty body.
 *
 * @param policy the content security policy of the page
 */
export function blankPage(
  { title, style, policy }: {
    readonly title: string;
    readonly style: string;
    readonly policy: string;
  },
): Document {
  const document = createDocument();
  const element = elementsOf(document);
  document.documentElement.setAttribute("lang", "en");
  document.head.append(
    element("meta", { charset: "utf-8" }),
    element("meta", {
      "http-equiv": "Content-Security-Policy",
      content: policy,
    }),
    element("meta", {
      name: "viewport",
      content: "width=device-width, initial-scale=1",
    }),
    element("meta", { name: "color-scheme", content: "light dark" }),
    element("title", {}, title),
    element("style", {}, style),
  );
  return document;
}

/** Returns the markup of a whole page. */
export const pageMarkup = (document: Document): string =>
  `<!doctype html>\n${serialize(document.documentElement, "html")}\n`;
