import { studyPage } from "../display/study_page.ts";
import { figureFiles } from "../experiments/write_run.ts";
import { writeFolderWhole } from "../runtime/files.ts";
import type { StudyNumbers } from "./gather.ts";
import { markdownTables } from "./markdown_tables.ts";
import { costs, scores, severalScores } from "./measures.ts";
import { reportPages } from "./report_pages.ts";
import { summarise } from "./summary.ts";
import { cellsCsv, errorByTCsv, failuresCsv, summaryCsv } from "./tables.ts";

/**
 * Writes a study's report, completely or not at all: pages with their figures
 * as .svg and .png; results.csv, cells.csv and error_by_t.csv, which are the same
 * on every machine; tables.md, the tables of docs/results.md made from results.csv;
 * costs.csv, which depends on the machine; and failures.csv. The report of a
 * cells.csv has no error_by_t.csv, costs.csv and failures.csv.
 *
 * @throws UserError if it cannot be written.
 */
export async function writeStudyReport(
  folder: string,
  { conditions, failures }: StudyNumbers,
): Promise<void> {
  const summarised = conditions.map(summarise);
  const pages = reportPages(summarised, failures);
  const links = pages.map(({ name, file }) => ({ title: name, file }));
  const results = summaryCsv(summarised, [...scores, ...severalScores]);
  const files = [
    ["results.csv", results],
    ["tables.md", markdownTables(results)],
    ["cells.csv", cellsCsv(summarised)],
    ...failures === undefined ? [] : [
      ["error_by_t.csv", errorByTCsv(summarised)],
      ["costs.csv", summaryCsv(summarised, costs)],
      ["failures.csv", failuresCsv(failures)],
    ] as const,
    ...pages.map((page) => [page.file, studyPage({ ...page, links })] as const),
    ...await figureFiles(pages.flatMap(({ figures }) => figures)),
  ] as const;
  await writeFolderWhole(folder, async (temporary) => {
    for (const [name, content] of files) {
      const path = `${temporary}/${name}`;
      await (typeof content === "string"
        ? Deno.writeTextFile(path, content)
        : Deno.writeFile(path, content));
    }
  });
}
