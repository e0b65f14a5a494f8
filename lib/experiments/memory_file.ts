import { peakMegabytes } from "../runtime/peak_memory.ts";

/** The file beside metrics.json of what two equal runs need not agree in. */
export const MEMORY = "memory.json";

/** Its content now: the most memory that the process has taken so far. */
export function memoryJson(): string {
  const content = { peakMegabytes: Math.round(peakMegabytes()) };
  return JSON.stringify(content, null, 2) + "\n";
}
