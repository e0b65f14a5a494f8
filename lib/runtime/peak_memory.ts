import process from "node:process";

/**
 * Returns the largest memory of this process so far, in megabytes (10^6 bytes). On Linux
 * it is at least the memory of the process that started this one.
 */
export function peakMegabytes(): number {
  return process.resourceUsage().maxRSS * 1024 / 1e6;
}
