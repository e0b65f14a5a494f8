import type { DocTable } from "../doc_tables.ts";

/** The number of characters that a cell is wide. */
const widthOf = (cell: string): number => [...cell].length;

/**
 * Writes a table in Markdown whose columns are aligned as `deno fmt` aligns them.
 *
 * @param table The cells of the head, then those of every row.
 */
export function alignedTable([head, ...rows]: DocTable): string {
  const widths = head.map((_, i) =>
    Math.max(...[head, ...rows].map((cells) => widthOf(cells[i])))
  );
  const line = (cells: readonly string[], fill = " ") => {
    const padded = cells.map((cell, i) =>
      cell + fill.repeat(widths[i] - widthOf(cell))
    );
    return `| ${padded.join(" | ")} |`;
  };
  return [
    line(head),
    line(head.map(() => ""), "-"),
    ...rows.map((row) => line(row)),
  ]
    .join("\n");
}
