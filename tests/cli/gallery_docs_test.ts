import { assertEquals, assertMatch } from "@std/assert";
import { parseHTML } from "linkedom";
import { posix } from "node:path";
import { docsPages } from "#lib/cli/gallery_docs.ts";
import { galleryFiles } from "#lib/cli/gallery_files.ts";
import { projectTexts } from "#lib/cli/project_texts.ts";
import { needs, projectFiles } from "../needs.ts";

const TEXTS = new Map([
  [
    "README.md",
    `# The project

![A figure](docs/a.svg)

See [the docs](docs/a.md#two-words), [the code](lib/mod.ts) and
[a site](https://example.org/a.md).
`,
  ],
  ["docs/a.md", "# A page\n\n## Two words\n\n[back](../README.md)\n"],
  ["docs/a.svg", "<svg></svg>"],
]);

const pages = docsPages(TEXTS);
const linksIn = (html: string): (string | null)[] =>
  [...parseHTML(html).document.querySelectorAll("a")]
    .map((link) => link.getAttribute("href"));

Deno.test("docs in the gallery: links lead to pages, and other files have none", () => {
  assertEquals(pages.map(({ href }) => href), ["README.html", "docs/a.html"]);
  const [readme, page] = pages;
  assertEquals(linksIn(readme.html), [
    "index.html",
    "docs/a.html#two-words",
    "https://example.org/a.md",
  ]);
  assertMatch(readme.html, /, the code and/);
  assertEquals(linksIn(page.html), ["../index.html", "../README.html"]);
});

Deno.test("docs in the gallery: a card has title, first paragraph and figure", () => {
  const [{ title, opening, picture }] = pages;
  assertEquals(title, "The project");
  assertMatch(opening, /^See the docs, the code and/);
  assertEquals(picture, {
    file: "docs/a.svg",
    alt: "A figure",
    svg: "<svg></svg>",
  });
});

Deno.test({
  ...needs(projectFiles),
  name:
    "docs in the gallery: every link and figure of the project's docs resolves",
  async fn() {
    const docs = docsPages(await projectTexts());
    const files = galleryFiles({ docs, notebooks: [] });
    const faults: string[] = [];
    for (const { href, html } of docs) {
      const { document } = parseHTML(html);
      const targets = [
        ...linksIn(html),
        ...[...document.querySelectorAll("img")]
          .map((image) => image.getAttribute("src")),
      ];
      for (const target of targets) {
        if (target === null || target.startsWith("https:")) continue;
        const [file, anchor] = target.split("#");
        const path = file === "" ? href : posix.join(posix.dirname(href), file);
        const found = files.get(path);
        const isThere = found !== undefined && (anchor === undefined ||
          parseHTML(String(found)).document.getElementById(anchor) !== null);
        if (!isThere) faults.push(`${href}: ${target}`);
      }
    }
    assertEquals(faults, []);
    assertEquals(docs.length > 30, true);
  },
});
