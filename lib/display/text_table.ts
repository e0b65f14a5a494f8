import type { TableRow } from "./display.ts";
import { formatValue } from "./format_value.ts";

/** Lists the columns of a table, in the order in which they occur in the rows. */
export function columnsOf(rows: readonly TableRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/** Formats a table as text, with text left-aligned and numbers right-aligned. */
export function textTable(rows: readonly TableRow[]): string {
  const columns = columnsOf(rows).map((name) => {
    const cells = rows.map((row) => formatValue(row[name] ?? ""));
    const width = Math.max(...[name, ...cells].map(length));
    const right = rows.some((row) => typeof row[name] === "number");
    return { name, cells, width, right };
  });
  const line = (cell: (column: typeof columns[number]) => string) =>
    columns.map((column) => padded(cell(column), column)).join("  ").trimEnd();
  return [
    line(({ name }) => name),
    line(({ width }) => "─".repeat(width)),
    ...rows.map((_, i) => line(({ cells }) => cells[i])),
  ].join("\n");
}

function padded(
  text: string,
  { width, right }: { readonly width: number; readonly right: boolean },
): string {
  const space = " ".repeat(Math.max(0, width - length(text)));
  return right ? space + text : text + space;
}

function length(text: string): number {
  return [...text].length;
}
