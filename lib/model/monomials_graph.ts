import type { GraphBuilder } from "./graph_builder.ts";

/**
 * Builds the powers of a value, by their exponents from 1 to `most`; entry 0 is empty.
 */
export function powersGraph(
  node: GraphBuilder["node"],
  value: () => string,
  most: number,
): string[] {
  const powers = [""];
  for (let p = 1; p <= most; p++) {
    powers.push(p === 1 ? value() : node("Mul", [powers[p - 1], powers[1]]));
  }
  return powers;
}
