import { principalAngles } from "../lie/algebra/principal_angles.ts";
import {
  dimensionOf,
  directionOf,
  fieldCoefficients,
  type FieldSpace,
} from "../matching/field_space.ts";
import { type Mixture, shareLeftBy } from "../matching/mixture.ts";
import type { PairFields } from "../matching/pair_fields.ts";

/** The scores of a fitted mixture. */
export interface MixtureScores {
  /**
   * Share of the change explained by the matched flows that is left if each pair is
   * moved by one generator of the mixture alone. It is near 0 only if the pairs are so
   * moved.
   */
  readonly left: number;
  /** The scores against the truth, if each pair is moved by one generator. */
  readonly scored: {
    /** Angle between each true generator and the nearest one of the mixture. */
    readonly anglesDegrees: readonly number[];
    /** Share of the pairs that are assigned to the generator that moved them. */
    readonly assigned: number;
  } | null;
}

/**
 * Scores a mixture of matched pairs.
 *
 * @param space The space whose directions the pairs' parameters multiply.
 * @param truth Rows of the true generators.
 * @param parameters The true parameters, `pairs * generators`, of which all but one per
 * pair are 0; left out if several generators move each pair at once.
 */
export function mixtureScores(
  mixture: Mixture,
  fields: PairFields,
  space: FieldSpace,
  truth: FieldSpace,
  parameters?: Float64Array,
): MixtureScores {
  const left = shareLeftBy(mixture, fields);
  if (parameters === undefined) return { left, scored: null };
  const { terms } = space, count = dimensionOf(truth);
  const found = fieldCoefficients(space, mixture.directions);
  const nearest = Array.from({ length: count }, (_, k) => {
    const angles = Array.from(
      { length: found.length / terms },
      (_, l) =>
        principalAngles(
          directionOf(truth, k),
          found.subarray(l * terms, (l + 1) * terms),
          terms,
        )[0],
    );
    const angle = Math.min(...angles);
    return { angle, generator: angles.indexOf(angle) };
  });
  let right = 0;
  mixture.generators.forEach((generator, pair) => {
    const own = parameters.subarray(pair * count, (pair + 1) * count)
      .findIndex((t) => t !== 0);
    if (nearest[own]?.generator === generator) right++;
  });
  return {
    left,
    scored: {
      anglesDegrees: nearest.map(({ angle }) => angle),
      assigned: right / mixture.generators.length,
    },
  };
}
