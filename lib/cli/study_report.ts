import { dirname } from "node:path";
import { UserError } from "../runtime/errors.ts";
import { makeFolder } from "../runtime/files.ts";
import { ifThere, readTextIfThere } from "../runtime/read_if_there.ts";
import { anyCells, plannedCells } from "../study/found_cells.ts";
import { gather, type StudyNumbers } from "../study/gather.ts";
import { readPlan } from "../study/plan.ts";
import { parseCellsTable } from "../study/read_cells_table.ts";
import { writeStudyReport } from "../study/write_report.ts";
import { main } from "./main.ts";
import { studyReportHelp, studyReportOptions } from "./study_report_options.ts";

async function studyReport(args: readonly string[]): Promise<number> {
  const options = studyReportOptions(args);
  if (options.help) {
    console.log(studyReportHelp);
    return 0;
  }
  const gathered = await numbersOf(options.in);
  const cells = gathered.conditions
    .reduce((sum, { seeds }) => sum + seeds.length, 0);
  const without = gathered.failures?.length ?? 0;
  if (cells + without === 0) {
    throw new UserError(
      `${options.in}: expected a study, or runs with a metrics.json, found neither`,
    );
  }
  await makeFolder(dirname(options.out));
  await writeStudyReport(options.out, gathered);
  console.log(
    `${cells} cells with numbers, ${without} without; report: ${options.out}/index.html`,
  );
  return 0;
}

/** Reads the results in a study's folder, or in a cells.csv. */
async function numbersOf(path: string): Promise<StudyNumbers> {
  const found = await ifThere(path, () => Deno.stat(path));
  if (found?.isFile) {
    return parseCellsTable(await readTextIfThere(path) ?? "", path);
  }
  if (!found?.isDirectory) {
    throw new UserError(
      `--in: expected a folder or a cells.csv, found ${JSON.stringify(path)}`,
    );
  }
  const plan = await readPlan(path);
  return await gather(
    plan === undefined ? anyCells(path) : plannedCells(path, plan),
  );
}

if (import.meta.main) await main(studyReport);
