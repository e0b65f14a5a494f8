import { norm } from "../lie/basis.ts";
import { flowGraph, type FlowModelSize } from "../model/flow_graph.ts";
import type { GraphFiles } from "../model/graph_builder.ts";
import type { SeveralGenerators } from "./detection.ts";
import { alphaOf, type Found } from "./found.ts";

/**
 * Exports the found flow as a graph model for plain TensorFlow.js; see
 * {@linkcode flowGraph}. It is exact up to the largest held-out |t|, or norm of
 * sum_k t_k G_k if several generators act.
 *
 * @throws UserError if a term of the basis is not a monomial, because a graph cannot
 * contain user-defined functions.
 * @throws {RangeError} if a size is no integer of at least 1
 */
export function flowModel(
  found: Pick<Found, "basis" | "coefficients" | "held" | "several">,
  size: FlowModelSize,
): GraphFiles {
  const { basis, several } = found;
  const lengths = several === undefined
    ? found.held.t.map(Math.abs)
    : normsOf(several);
  const largest = lengths.filter(Number.isFinite)
    .reduce((most, length) => Math.max(most, length), 0);
  const alphas = (several?.generators ?? [found]).map(alphaOf);
  return flowGraph({ basis, alphas, largest }, size);
}

/** The norm of sum_k t_k G_k for each held-out pair. */
function normsOf({ generators, parameters }: SeveralGenerators): Float64Array {
  const alphas = generators.map(alphaOf), number = alphas.length;
  return Float64Array.from(
    { length: parameters.length / number },
    (_, pair) =>
      norm(alphas[0].map((_, term) =>
        alphas.reduce(
          (sum, alpha, k) => sum + parameters[pair * number + k] * alpha[term],
          0,
        )
      )),
  );
}
