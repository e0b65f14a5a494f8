import { flowGraph, type FlowModelSize } from "../model/flow_graph.ts";
import type { GraphFiles } from "../model/graph_builder.ts";
import { UserError } from "../runtime/errors.ts";
import { alphaOf, type Found } from "./found.ts";

/**
 * The flow that was found as a graph model for plain TensorFlow.js; see
 * {@linkcode flowGraph}. It moves images exactly up to the largest held-out t.
 *
 * @throws UserError where a term of the basis is no monomial: a graph has no
 * functions of the user's own; or where several generators act.
 * @throws {RangeError} if a size is no integer of at least 1
 */
export function flowModel(
  found: Pick<Found, "basis" | "coefficients" | "held" | "several">,
  size: FlowModelSize,
): GraphFiles {
  if (found.several !== undefined) {
    throw new UserError(
      `flowModel: expected one generator, found ${found.several.generators.length}: a graph model has one t; flow moves images by several`,
    );
  }
  const largest = found.held.t.filter(Number.isFinite)
    .reduce((most, t) => Math.max(most, Math.abs(t)), 0);
  return flowGraph(
    { basis: found.basis, alpha: alphaOf(found), largest },
    size,
  );
}
