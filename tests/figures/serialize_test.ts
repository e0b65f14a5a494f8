import { assertEquals, assertThrows } from "@std/assert";
import {
  createDocument,
  htmlElement,
  svgElement,
} from "#lib/figures/document.ts";
import { serialize } from "#lib/figures/serialize.ts";

const document = createDocument();

Deno.test("texts and attributes are escaped in both syntaxes", () => {
  const words = `</title><b a="1">&\0`;
  const safe = "&lt;/title&gt;&lt;b a=&quot;1&quot;&gt;&amp;\ufffd";
  const title = htmlElement(document, "title", { lang: words }, words);
  for (const syntax of ["xml", "html"] as const) {
    assertEquals(
      serialize(title, syntax),
      `<title lang="${safe}">${safe}</title>`,
    );
  }
});

Deno.test("empty elements end as their syntax demands", () => {
  const circle = svgElement(document, "circle", { r: 1 });
  assertEquals(serialize(circle, "xml"), '<circle r="1"/>');
  const box = htmlElement(document, "div", {}, htmlElement(document, "img"));
  assertEquals(serialize(box, "html"), "<div><img></div>");
  assertEquals(
    serialize(htmlElement(document, "td"), "html"),
    "<td></td>",
  );
});

Deno.test("a page's style is left as it is, and must not contain markup", () => {
  const style = (text: string) => htmlElement(document, "style", {}, text);
  assertEquals(
    serialize(style("a > b { }"), "html"),
    "<style>a > b { }</style>",
  );
  assertThrows(() => serialize(style("</style>"), "html"), RangeError, "style");
});

Deno.test("a page's script is left as it is, and must not contain its end tag", () => {
  const script = (text: string) => htmlElement(document, "script", {}, text);
  assertEquals(
    serialize(script("if (a < b && c) {}"), "html"),
    "<script>if (a < b && c) {}</script>",
  );
  for (const text of ["'</SCRIPT>'", "'<!--'", "'<script>'"]) {
    assertThrows(() => serialize(script(text), "html"), RangeError, "script");
  }
});
