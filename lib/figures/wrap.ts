import { svgElement } from "./document.ts";
import { textWidth } from "./legend.ts";

/**
 * Breaks a text into lines of at most a width, unless a word is longer; "" gives no
 * lines.
 */
export function wrapped(
  text: string,
  width: number,
  size: number,
): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, size) <= width) {
      lines[lines.length - 1] = longer;
    } else lines.push(word);
  }
  return lines;
}

/** Makes an element of lines of text, with the last baseline at y = 0. */
export function textLines(
  document: Document,
  lines: readonly string[],
  size: number,
  attributes: Readonly<Record<string, string>> = {},
): Element {
  return svgElement(
    document,
    "g",
    { "font-size": size, ...attributes },
    ...lines.map((line, i) =>
      svgElement(
        document,
        "text",
        { y: (i - lines.length + 1) * LINE_HEIGHT * size },
        line,
      )
    ),
  );
}

/** Height of a line of text, in multiples of the font size. */
export const LINE_HEIGHT = 1.25;
