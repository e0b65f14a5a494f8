import { Marked } from "marked";
import markedKatex from "marked-katex-extension";

// MathML alone: browsers draw it by themselves, with no style or font of ours.
const marked = new Marked(
  markedKatex({ output: "mathml", throwOnError: true, nonStandard: true }),
);

/** Markdown of a notebook, formulas between dollar signs included, as HTML. */
export function markdownHtml(markdown: string): string {
  return marked.parse(markdown, { async: false });
}
