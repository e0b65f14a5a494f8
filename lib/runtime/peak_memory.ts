import process from "node:process";

/**
 * The most memory that this process has taken so far, in megabytes (10^6 bytes). On
 * Linux it is at least what the process had taken that started this one.
 */
export function peakMegabytes(): number {
  return process.resourceUsage().maxRSS * 1024 / 1e6;
}
