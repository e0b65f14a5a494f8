import { createDocument, elementsOf } from "../figures/document.ts";

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
