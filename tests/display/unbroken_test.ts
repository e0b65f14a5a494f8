import { assertEquals } from "@std/assert";
import { createDocument, htmlElement } from "#lib/figures/document.ts";
import { unbroken } from "#lib/display/unbroken.ts";

const cases: readonly (readonly [string, readonly string[]])[] = [
  ["the best leave 47 %, 0.2 % and < −100 %", ["47 %", "0.2 %", "< −100 %"]],
  ["rotation about (0.00, -0.20) or none", ["(0.00, -0.20)"]],
  ["a name (of two words, say), 3 pairs", []],
  ["", []],
];

for (const [text, wanted] of cases) {
  Deno.test(`on a page no line breaks within ${wanted.join("; ") || "no part"}: ${text}`, () => {
    const document = createDocument();
    const line = htmlElement(document, "p", {}, ...unbroken(document, text));
    assertEquals(line.textContent, text);
    const spans = [...line.querySelectorAll(".unbroken")];
    assertEquals(spans.map(({ textContent }) => textContent), wanted);
  });
}
