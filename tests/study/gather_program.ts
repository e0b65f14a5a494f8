// Gathers and reports what lies below a folder, as `deno task study:report` does,
// and says how much memory that took at most, in MiB.
import process from "node:process";
import { anyCells } from "#lib/study/found_cells.ts";
import { gather } from "#lib/study/gather.ts";
import { writeStudyReport } from "#lib/study/write_report.ts";

const [folder, out] = Deno.args;
await writeStudyReport(out, await gather(anyCells(folder)));
console.log(await mostMebibytes());

/** Linux counts as maxRSS what the process that started this one took, too. */
async function mostMebibytes(): Promise<number> {
  if (Deno.build.os !== "linux") return process.resourceUsage().maxRSS / 1024;
  const status = await Deno.readTextFile("/proc/self/status");
  return Number(/VmHWM:\s*(\d+) kB/.exec(status)![1]) / 1024;
}
