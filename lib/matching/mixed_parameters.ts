import type { Basis } from "../lie/basis.ts";
import { dot } from "../lie/coefficients.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { numbersTo } from "./frames.ts";
import type { MovablePairs } from "./movable.ts";
import { pairFields } from "./pair_fields.ts";

/** The parameters of pairs that are moved by one generator of a mixture each. */
export interface MixedParameters {
  /**
   * `count * generators` parameters; those of generators that do not move the pair are
   * 0.
   */
  readonly parameters: Float64Array;
  /** Sum of squared residuals of each pair. */
  readonly errors: Float64Array;
}

/**
 * Matches each pair along the flow of its own generator alone. In a joint fit of all
 * generators, noise in one parameter of a pair would shift the others.
 *
 * @param rows Unit coefficients of each generator.
 * @param moving Number of the generator that moves each pair, from 0.
 * @param fields The start: `count * terms` coefficients of the pairs' fields, which are
 * projected onto the generators.
 */
export function* mixedParameters(
  pairs: MovablePairs,
  basis: Basis,
  rows: readonly Float64Array[],
  moving: Uint8Array,
  fields: Float64Array,
): Pausable<MixedParameters> {
  const terms = basis.terms.length, count = moving.length;
  const parameters = new Float64Array(count * rows.length);
  const errors = new Float64Array(count);
  for (const [k, row] of rows.entries()) {
    const own = numbersTo(count).filter((pair) => moving[pair] === k);
    if (own.length === 0) continue;
    const start = own.map((pair) =>
      dot(row, fields.subarray(pair * terms, (pair + 1) * terms))
    );
    const matched = yield* pairFields(
      pairs,
      basis,
      own,
      { terms, directions: row },
      Float64Array.from(start),
    );
    own.forEach((pair, at) => {
      parameters[pair * rows.length + k] = matched.coefficients[at];
      errors[pair] = matched.errors[at];
    });
  }
  return { parameters, errors };
}
