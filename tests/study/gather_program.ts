// Gathers and reports what lies below a folder, as `deno task study:report` does, and
// prints as JSON its memory at most and the number of files that it read.
import process from "node:process";
import { anyCells } from "#lib/study/found_cells.ts";
import { gather } from "#lib/study/gather.ts";
import { writeStudyReport } from "#lib/study/write_report.ts";

/** Memory and file reads of a report. */
export interface Taken {
  /** Most memory in use at one time. */
  readonly mebibytes: number;
  /** Number of reads of text files, attempts at missing ones included. */
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

/** This process's most memory; Linux's maxRSS would include that of its parent. */
async function mostMebibytes(): Promise<number> {
  if (Deno.build.os !== "linux") return process.resourceUsage().maxRSS / 1024;
  const status = await readTextFile("/proc/self/status");
  return Number(/VmHWM:\s*(\d+) kB/.exec(status)![1]) / 1024;
}
