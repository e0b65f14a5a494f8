/** A table of a Markdown text: the cells of its head, then those of each row. */
export type DocTable = readonly (readonly string[])[];

const ROW = /^\|(.*)\|$/;

/** Whether a line separates a table's head from its rows. */
const isRule = (line: string): boolean => /^[\s|:-]+$/.test(line);

const cellsOf = (row: string): string[] =>
  row.split(/(?<!\\)\|/).map((cell) => cell.trim());

/** Reads the cells of all tables in a Markdown text, whatever their column widths. */
export function tablesOf(text: string): string[][][] {
  const tables: string[][][] = [];
  let isInTable = false;
  for (const line of text.split("\n")) {
    const row = ROW.exec(line);
    if (row !== null && !isInTable) tables.push([]);
    isInTable = row !== null;
    if (row !== null && !isRule(line)) tables.at(-1)!.push(cellsOf(row[1]));
  }
  return tables;
}

/** Writes a table in Markdown; `deno fmt` aligns its columns. */
export function markdownTable([head, ...rows]: DocTable): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
