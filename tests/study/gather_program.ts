// Gathers and reports what lies below a folder, as `deno task study:report` does,
// and prints as JSON how much memory that took at most and how many files it read.
import process from "node:process";
import { anyCells } from "#lib/study/found_cells.ts";
import { gather } from "#lib/study/gather.ts";
import { writeStudyReport } from "#lib/study/write_report.ts";

/** What it took. */
export interface Taken {
  /** The most memory at a time. */
  readonly mebibytes: number;
  /** Text files that were read, one that is not there included, each time. */
  readonly reads: number;
}

const [folder, out] = Deno.args;
let reads = 0;
const { readTextFile } = Deno;
Deno.readTextFile = (...args) => {
  reads++;
  return readTextFile(...args);
};
await writeStudyReport(out, await gather(anyCells(folder)));
const taken: Taken = { mebibytes: await mostMebibytes(), reads };
console.log(JSON.stringify(taken));

/** Linux counts as maxRSS what the process that started this one took, too. */
async function mostMebibytes(): Promise<number> {
  if (Deno.build.os !== "linux") return process.resourceUsage().maxRSS / 1024;
  const status = await readTextFile("/proc/self/status");
  return Number(/VmHWM:\s*(\d+) kB/.exec(status)![1]) / 1024;
}
