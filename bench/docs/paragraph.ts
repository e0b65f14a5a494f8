/** The number of columns at which `deno fmt` breaks the lines of a text. */
const LINE_WIDTH = 80;

/** Breaks the lines of a paragraph as `deno fmt` breaks them. */
export function paragraph(text: string): string {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1);
    const longer = `${last} ${word}`;
    if (last !== undefined && [...longer].length <= LINE_WIDTH) {
      lines[lines.length - 1] = longer;
    } else lines.push(word);
  }
  return lines.join("\n");
}
