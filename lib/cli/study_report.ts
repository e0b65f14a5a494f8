import { dirname } from "node:path";
import { UserError } from "../runtime/errors.ts";
import { makeFolder } from "../runtime/files.ts";
import { ifThere } from "../runtime/read_if_there.ts";
import { anyCells, plannedCells } from "../study/found_cells.ts";
import { gather } from "../study/gather.ts";
import { readPlan } from "../study/plan.ts";
import { writeStudyReport } from "../study/write_report.ts";
import { main } from "./main.ts";
import { studyReportHelp, studyReportOptions } from "./study_report_options.ts";

async function studyReport(args: readonly string[]): Promise<number> {
  const options = studyReportOptions(args);
  if (options.help) {
    console.log(studyReportHelp);
    return 0;
  }
  await checkFolder(options.in);
  const plan = await readPlan(options.in);
  const gathered = await gather(
    plan === undefined ? anyCells(options.in) : plannedCells(options.in, plan),
  );
  const cells = gathered.conditions
    .reduce((sum, { seeds }) => sum + seeds.length, 0);
  if (cells + gathered.failures.length === 0) {
    throw new UserError(
      `${options.in}: expected a study, or runs with a metrics.json, found neither`,
    );
  }
  await makeFolder(dirname(options.out));
  await writeStudyReport(options.out, gathered);
  console.log(
    `${cells} cells with numbers, ${gathered.failures.length} without; report: ${options.out}/index.html`,
  );
  return 0;
}

async function checkFolder(folder: string): Promise<void> {
  const found = await ifThere(folder, () => Deno.stat(folder));
  if (found?.isDirectory) return;
  throw new UserError(
    `--in: expected a folder, found ${JSON.stringify(folder)}`,
  );
}

if (import.meta.main) await main(studyReport);
