// Run by photo_memory_test.ts in a process of its own: reads a folder of pictures, and
// prints as JSON the number of values, their range, and the most memory in use.
import { openFolderStack } from "#lib/datasets/folder_stack.ts";

/** Values of the pictures, and memory that reading them took. */
export interface Reading {
  readonly values: number;
  readonly least: number;
  readonly largest: number;
  /** The most memory of the whole process, in bytes, measured between pictures. */
  readonly mostBytes: number;
}

if (import.meta.main) {
  const stack = await openFolderStack(Deno.args[0]);
  let [values, least, largest, mostBytes] = [0, Infinity, -Infinity, 0];
  for await (const piece of stack.pieces()) {
    values += piece.length;
    least = piece.reduce((a, b) => Math.min(a, b), least);
    largest = piece.reduce((a, b) => Math.max(a, b), largest);
    mostBytes = Math.max(mostBytes, await peakBytes());
  }
  const reading: Reading = { values, least, largest, mostBytes };
  console.log(JSON.stringify(reading));
}

/** The process's peak memory on Linux, elsewhere its present memory, in bytes. */
async function peakBytes(): Promise<number> {
  if (Deno.build.os !== "linux") return Deno.memoryUsage().rss;
  const status = await Deno.readTextFile("/proc/self/status");
  const [, kib] = /VmHWM:\s+(\d+) kB/.exec(status) ?? [];
  return 1024 * Number(kib);
}
