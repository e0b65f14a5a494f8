import { peakMegabytes } from "../runtime/peak_memory.ts";

/** Name of the file next to metrics.json for numbers that differ between equal runs. */
export const MEMORY = "memory.json";

/** Formats the content of that file: the largest memory of the process so far. */
export function memoryJson(): string {
  const content = { peakMegabytes: Math.round(peakMegabytes()) };
  return JSON.stringify(content, null, 2) + "\n";
}
