import type { Powers } from "../lie/monomials.ts";
import type { GraphBuilder } from "./graph_builder.ts";
import { columnGraph, monomialsGraph } from "./monomials_graph.ts";

/** A monomial and its coefficients along x and y in the field of every generator. */
export interface CombinedRow {
  readonly powers: Powers;
  readonly velocities: readonly (readonly [number, number])[];
}

/**
 * Makes the function that builds the field sum_k t_k G_k at points `[any, 2]`, with its
 * own t_k for every point.
 *
 * @param times Node of the t_k, `[any, generators]`.
 */
export function combinedFieldGraph(
  graph: GraphBuilder,
  rows: readonly CombinedRow[],
  times: string,
): (at: string) => string {
  const { node, constant } = graph;
  const moving = rows.filter(({ velocities }) =>
    velocities.flat().some((value) => value !== 0)
  );
  const number = rows[0].velocities.length;
  const axis = constant([1], [], "int32");
  // The coefficients of the combined field along x and y, one per point and monomial.
  const along = [0, 1].map((component) =>
    node("MatMul", [
      times,
      constant(
        Array.from({ length: number }, (_, k) =>
          moving.map(({ velocities }) => velocities[k][component])).flat(),
        [number, moving.length],
      ),
    ])
  );
  const concat = (parts: readonly string[]) =>
    parts.length === 1 ? parts[0] : node("ConcatV2", [...parts, axis], {
      N: { i: String(parts.length) },
    });
  const ones = node("AddV2", [
    node("ZerosLike", [columnGraph(graph, times, 0)]),
    constant([1], []),
  ]);
  return (at) => {
    const powers = moving.map(({ powers }) => powers);
    const side = concat(monomialsGraph(graph, at, powers, ones));
    return concat(along.map((coefficients) =>
      node("Sum", [
        node("Mul", [side, coefficients]),
        constant([1], [1], "int32"),
      ], { keep_dims: { b: true } })
    ));
  };
}
