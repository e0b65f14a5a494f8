import type { GraphBuilder } from "./graph_builder.ts";

/** The powers of a value by their exponents, up to `most`; there is none at 0. */
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
