import { Marked } from "marked";
import markedKatex from "marked-katex-extension";

// Browsers render MathML without a stylesheet or a font.
const marked = new Marked(
  markedKatex({ output: "mathml", throwOnError: true, nonStandard: true }),
);

/** Converts a notebook's Markdown, with formulas between dollar signs, to HTML. */
export function markdownHtml(markdown: string): string {
  return marked.parse(markdown, { async: false });
}
