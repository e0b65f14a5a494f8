/** A table of a Markdown text: the cells of its head, then those of its rows. */
export type DocTable = readonly (readonly string[])[];

const ROW = /^\|(.*)\|$/;

/** The line between a table's head and its rows. */
const isRule = (line: string): boolean => /^[\s|:-]+$/.test(line);

const cellsOf = (row: string): string[] =>
  row.split(/(?<!\\)\|/).map((cell) => cell.trim());

/** The cells of all tables of a Markdown text; how wide they are is no matter. */
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

/** A table in Markdown; `deno fmt` aligns its columns. */
export function markdownTable([head, ...rows]: DocTable): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
