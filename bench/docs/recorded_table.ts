import { csvParse } from "d3-dsv";
import { alignedTable } from "./aligned_table.ts";
import { committed } from "./committed.ts";

/** The table of a CSV file of runs that were recorded when they were shown. */
export async function recordedTable(path: string): Promise<string> {
  const rows = csvParse(await committed(path));
  const { columns } = rows;
  return alignedTable([
    // A bar would end the cell.
    columns.map((column) => column.replaceAll("|", "\\|")),
    ...rows.map((row) =>
      columns.map((column, i) => i === 0 ? `\`${row[column]}\`` : row[column])
    ),
  ]);
}
