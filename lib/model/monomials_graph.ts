import type { Powers } from "../lie/monomials.ts";
import type { GraphBuilder } from "./graph_builder.ts";

/**
 * Builds the powers of a value, by their exponents from 1 to `most`; entry 0 is empty.
 */
function powersGraph(
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

/** Builds column k of rows `[any, n]`, `[any, 1]`. */
export const columnGraph = (
  { node, constant }: GraphBuilder,
  at: string,
  k: number,
): string =>
  node("Slice", [
    at,
    constant([0, k], [2], "int32"),
    constant([-1, 1], [2], "int32"),
  ]);

/**
 * Builds monomials x^px y^py at points `[any, 2]`, each `[any, 1]`.
 *
 * @param one Node of the monomial 1, if it is among them.
 */
export function monomialsGraph(
  graph: GraphBuilder,
  at: string,
  monomials: readonly Powers[],
  one = "",
): string[] {
  const [mostX, mostY] = [0, 1].map((k) =>
    Math.max(0, ...monomials.map((powers) => powers[k]))
  );
  const { node } = graph;
  const xs = powersGraph(node, () => columnGraph(graph, at, 0), mostX);
  const ys = powersGraph(node, () => columnGraph(graph, at, 1), mostY);
  return monomials.map(([px, py]) => {
    if (px + py === 0) return one;
    if (py === 0) return xs[px];
    return px === 0 ? ys[py] : node("Mul", [xs[px], ys[py]]);
  });
}
