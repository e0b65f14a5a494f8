import { marked, type Token, type Tokens } from "marked";

/** A text of the project, in Markdown. */
export interface Document {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Contents below one heading, down to the next. */
export interface Section {
  /** `Code` between backticks, with single spaces. */
  readonly spans: readonly string[];
  /** Lines of code blocks that name no language, most of them commands. */
  readonly lines: readonly string[];
  /** Code blocks in TypeScript. */
  readonly modules: readonly string[];
  /** Targets of links and images. */
  readonly links: readonly string[];
}

/** The sections of a text; the part before the first heading is one, too. */
export function sectionsOf({ text }: Document): Section[] {
  const groups: Token[][] = [[]];
  for (const token of marked.lexer(text)) {
    if (token.type === "heading") groups.push([]);
    groups.at(-1)!.push(token);
  }
  return groups.map(sectionOf);
}

function sectionOf(tokens: Token[]): Section {
  const all: Token[] = [];
  marked.walkTokens(tokens, (token) => void all.push(token));
  const ofType = <T extends Tokens.Generic>(...types: readonly string[]) =>
    all.filter(({ type }) => types.includes(type)) as T[];
  const blocks = ofType<Tokens.Code>("code");
  return {
    spans: ofType<Tokens.Codespan>("codespan")
      .map((span) => span.text.replaceAll(/\s+/g, " ")),
    lines: blocks.filter(({ lang }) => !lang)
      .flatMap(({ text }) => text.split("\n")),
    modules: blocks.filter(({ lang }) => lang?.startsWith("ts"))
      .map((block) => block.text),
    links: ofType<Tokens.Link>("link", "image").map(({ href }) => href),
  };
}

/** The anchors that a text's headings make. */
export const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ +(.*)$/gm)].map(([, heading]) =>
    heading.toLowerCase().replaceAll(/[^\w\s-]/g, "").replaceAll(/\s/g, "-")
  );
