import type { Tally } from "./tally.ts";
export function fuzz(_f: string, n: number, _s: number): Promise<Tally> {
  return Promise.resolve({ what: "x", tried: n, lost: [] });
}
