// Gathers and reports what lies below a folder, as `deno task study:report` does,
// and says how much memory that took at most, in MiB.
import process from "node:process";
import { anyCells } from "#lib/study/found_cells.ts";
import { gather } from "#lib/study/gather.ts";
import { writeStudyReport } from "#lib/study/write_report.ts";

const [folder, out] = Deno.args;
await writeStudyReport(out, await gather(anyCells(folder)));
console.log(process.resourceUsage().maxRSS / 1024);
