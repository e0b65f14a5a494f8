import { assertEquals, assertMatch } from "@std/assert";
import { galleryIndex, galleryPage } from "#lib/cli/gallery_page.ts";
import { galleryFiles } from "#lib/cli/gallery_files.ts";
import type { CellOutput } from "#lib/cli/notebook_file.ts";
import { light } from "#lib/figures/palette.ts";
import { parseHTML } from "linkedom";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

const svg = `<svg class="symmetry-figure"><path fill="${light.ink}"/></svg>`;

const outputs: readonly CellOutput[] = [
  { output_type: "stream", name: "stdout", text: ["a < b\n"] },
  {
    output_type: "display_data",
    data: {
      "text/html": '<img src="data:," alt="A &quot;picture&quot; of 3.">',
      "image/svg+xml": [svg],
      "text/plain": 'a "picture"',
    },
  },
  {
    output_type: "display_data",
    data: { "text/html": "<table></table>", "text/plain": "a table" },
  },
];

const page = galleryPage("01_a", {
  cells: [
    {
      cell_type: "markdown",
      source: "# A & B\n\nThe *first* paragraph, $x_t = e^{-tG} x_0$.\n\nMore.",
    },
    { cell_type: "code", source: "const a = 1 < 2;", outputs },
  ],
});

Deno.test("gallery: a page has text, formulas, code and all outputs", () => {
  const { document } = parseHTML(page.html);
  assertEquals(document.querySelector("title")?.textContent, "A & B");
  assertEquals(document.querySelectorAll("math").length, 1);
  assertEquals(document.querySelector(".katex-html"), null);
  const texts = [...document.querySelectorAll("pre")].map((e) => e.textContent);
  assertEquals(texts, ["const a = 1 < 2;", "a < b\n"]);
  assertEquals(document.querySelectorAll(".output.html table").length, 1);
  const [picture] = document.querySelectorAll("figure img");
  assertEquals(picture.getAttribute("alt"), 'A "picture" of 3.');
  assertEquals(
    document.querySelector("figcaption")?.textContent,
    'a "picture"',
  );
  assertEquals(
    page.pictures.map(({ file }) => file),
    [picture.getAttribute("src")],
  );
});

Deno.test("gallery: markup in code or output stays text", () => {
  const text = '<a href="x">b</a>';
  const { html } = galleryPage("02_b", {
    cells: [{
      cell_type: "code",
      source: text,
      outputs: [{ output_type: "stream", name: "stdout", text }],
    }],
  });
  const { document } = parseHTML(html);
  assertEquals(document.querySelector("pre a"), null);
  const texts = [...document.querySelectorAll("pre")].map((e) => e.textContent);
  assertEquals(texts, [text, text]);
});

Deno.test("gallery: a figure follows the reader's light or dark colour scheme", () => {
  assertMatch(
    page.pictures[0].svg,
    /^<svg[^>]*><style>@media \(prefers-color-scheme: dark\)/,
  );
});

Deno.test({
  ...needs(projectFiles),
  name: "gallery: the lab page is the first entry, and its files are copied",
  async fn() {
    const text = await Deno.readFile(`${projectRoot}/lib/lab/index.html`);
    const script = new Uint8Array([1]);
    const lab = new Map([["page.js", script], ["index.html", text]]);
    const files = galleryFiles({ lab, notebooks: [page] });
    assertEquals([...files.keys()].toSorted(), [
      "01_a-1.svg",
      "01_a.html",
      "index.html",
      "lab/index.html",
      "lab/page.js",
    ]);
    assertEquals(files.get("lab/page.js"), script);
    const { document } = parseHTML(String(files.get("index.html")));
    const cards = [...document.querySelectorAll(".cards li")];
    const links = cards.map((card) =>
      card.querySelector("a")?.getAttribute("href")
    );
    assertEquals(links, ["lab/index.html", "01_a.html"]);
    const lines = new TextDecoder().decode(text);
    assertEquals(
      cards[0].querySelector("h2")?.textContent,
      /<h1>(.*)<\/h1>/.exec(lines)?.[1],
    );
    assertMatch(cards[0].textContent ?? "", /Nothing leaves your machine\./);
    assertMatch(cards[0].textContent ?? "", /run deno task lab\.$/);
  },
});

Deno.test("gallery: the index has title, first paragraph and picture", () => {
  const { document } = parseHTML(galleryIndex("All", [page]));
  const [card] = document.querySelectorAll(".cards li");
  assertEquals(card.querySelector("a")?.getAttribute("href"), "01_a.html");
  assertEquals(card.querySelector("a")?.textContent, "A & B");
  assertMatch(card.querySelector("p")?.textContent ?? "", /^The first/);
  const picture = card.querySelector("img");
  assertEquals(picture?.getAttribute("src"), page.pictures[0].file);
  assertEquals(picture?.getAttribute("alt"), 'A "picture" of 3.');
});
