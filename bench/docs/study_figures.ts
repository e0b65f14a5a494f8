import type { Figure } from "#lib/figures/figure.ts";
import { parseCellsTable } from "#lib/study/read_cells_table.ts";
import { reportPages } from "#lib/study/report_pages.ts";
import { summarise } from "#lib/study/summary.ts";
import { committed } from "./committed.ts";

/** Figures of the report that `deno task study:report --in FILE` makes of a cells.csv. */
async function reportFigures(path: string): Promise<readonly Figure[]> {
  const { conditions, failures } = parseCellsTable(await committed(path), path);
  return reportPages(conditions.map(summarise), failures)
    .flatMap(({ figures }) => figures);
}

/**
 * Draws a figure of a study's report as SVG.
 *
 * @param path The cells.csv, from the project's root.
 * @param name The figure's name in the report.
 * @throws {RangeError} if the report has no such figure.
 */
export async function studyFigure(path: string, name: string): Promise<string> {
  const figures = await reportFigures(path);
  const figure = figures.find((figure) => figure.name === name);
  if (figure === undefined) {
    const names = figures.map(({ name }) => name).join(", ");
    throw new RangeError(
      `${path}: expected a report with the figure ${name}, found ${names}`,
    );
  }
  return figure.svg;
}
