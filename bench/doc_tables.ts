/** A table of a Markdown text: the cells of its head, then those of its rows. */
export type DocTable = readonly (readonly string[])[];

const ROW = /^\|(.*)\|$/;

/** The line between a table's head and its rows. */
const isRule = (line: string): boolean => /^[\s|:-]+$/.test(line);

const cellsOf = (row: string): string[] =>
  row.split(/(?<!\\)\|/).map((cell) => cell.trim());

/** A table with the number of its first line, and of the line after its last. */
interface PlacedTable {
  readonly from: number;
  to: number;
  readonly rows: string[][];
}

function placedTables(lines: readonly string[]): PlacedTable[] {
  const tables: PlacedTable[] = [];
  lines.forEach((line, i) => {
    const row = ROW.exec(line);
    if (row === null) return;
    if (tables.at(-1)?.to !== i) tables.push({ from: i, to: i, rows: [] });
    const table = tables.at(-1)!;
    table.to = i + 1;
    if (!isRule(line)) table.rows.push(cellsOf(row[1]));
  });
  return tables;
}

/** The cells of all tables of a Markdown text; how wide they are is no matter. */
export const tablesOf = (text: string): string[][][] =>
  placedTables(text.split("\n")).map(({ rows }) => rows);

/** A table in Markdown; `deno fmt` aligns its columns. */
export function markdownTable([head, ...rows]: DocTable): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/**
 * A Markdown text with new rows in some of its tables, which are known by their
 * heads.
 *
 * @throws {RangeError} if the text has no table with such a head
 */
export function withTables(text: string, tables: readonly DocTable[]): string {
  return tables.reduce((changed, table) => {
    const lines = changed.split("\n");
    const found = placedTables(lines)
      .find(({ rows }) => rows[0].join() === table[0].join());
    if (found === undefined) {
      throw new RangeError(
        `withTables: expected a table with the head ${table[0].join(" | ")}`,
      );
    }
    const { from, to } = found;
    return [...lines.slice(0, from), markdownTable(table), ...lines.slice(to)]
      .join("\n");
  }, text);
}
