import type { Powers } from "../lie/monomials.ts";
import type { GraphBuilder } from "./graph_builder.ts";
import { powersGraph } from "./powers_graph.ts";

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
  { node, constant }: GraphBuilder,
  rows: readonly CombinedRow[],
  times: string,
): (at: string) => string {
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
  const column = (at: string, k: number) =>
    node("Slice", [
      at,
      constant([0, k], [2], "int32"),
      constant([-1, 1], [2], "int32"),
    ]);
  const [mostX, mostY] = [0, 1].map((k) =>
    Math.max(...moving.map(({ powers }) => powers[k]))
  );
  const concat = (parts: readonly string[]) =>
    parts.length === 1 ? parts[0] : node("ConcatV2", [...parts, axis], {
      N: { i: String(parts.length) },
    });
  const ones = node("AddV2", [
    node("ZerosLike", [column(times, 0)]),
    constant([1], []),
  ]);
  return (at) => {
    const xs = powersGraph(node, () => column(at, 0), mostX);
    const ys = powersGraph(node, () => column(at, 1), mostY);
    const side = concat(moving.map(({ powers: [px, py] }) => {
      if (px + py === 0) return ones;
      if (py === 0) return xs[px];
      return px === 0 ? ys[py] : node("Mul", [xs[px], ys[py]]);
    }));
    return concat(along.map((coefficients) =>
      node("Sum", [
        node("Mul", [side, coefficients]),
        constant([1], [1], "int32"),
      ], { keep_dims: { b: true } })
    ));
  };
}
