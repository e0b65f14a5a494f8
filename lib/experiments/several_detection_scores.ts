import { median } from "d3-array";
import type { GroupGroundTruth } from "../datasets/pairs.ts";
import type { Detection, SeveralGenerators } from "../detection/detection.ts";
import { alphaOf } from "../detection/found.ts";
import type { TableRow } from "../display/display.ts";
import { tableRow } from "./table_row.ts";
import { displacements, flowOfPair } from "../evaluation/several_scores.ts";
import { generatedAlgebra } from "../lie/algebra/generated.ts";
import { principalAngles } from "../lie/algebra/principal_angles.ts";
import { projectField } from "../lie/basis.ts";

/** A detection that may have found several generators. */
export type SeveralDetection =
  & Pick<Detection, "basis" | "held" | "source">
  & { readonly several?: SeveralGenerators };

/**
 * Compares several found generators with the true ones, as rows of a table. The found
 * space is compared with the algebra that the true generators generate if all act at
 * once, and with their span if one of them moves each pair.
 *
 * @throws {RangeError} if only one generator was found
 */
export function severalDetectionScores(
  { basis, held, source, several }: SeveralDetection,
  { group, parameters, distribution }: GroupGroundTruth,
): TableRow[] {
  if (several === undefined) {
    throw new RangeError(
      "severalDetectionScores: expected several generators, found one",
    );
  }
  const { length: terms } = basis.terms;
  const own = group.generators.map(({ field }) =>
    projectField(field, basis).coefficients
  );
  const truth = distribution.oneAtATime ? own : generatedAlgebra(basis, own);
  const found = several.generators.map(alphaOf);
  const angles = principalAngles(flat(found), flat(truth), terms);
  const size = group.generators.length;
  const ofHeld = Float64Array.from(
    [...held.indices].flatMap((pair) => [
      ...parameters.subarray(pair * size, (pair + 1) * size),
    ]),
  );
  const away = (t: Float64Array) =>
    median(displacements(
      { terms, directions: flat(found) },
      basis,
      t,
      flowOfPair(group, ofHeld),
      source,
    ))!;
  return [
    tableRow("made by", group.generators.map(({ name }) => name).join(", ")),
    tableRow("generators found", String(found.length)),
    tableRow(
      distribution.oneAtATime
        ? "dimension of their span"
        : "dimension of the algebra that they generate",
      String(truth.length),
    ),
    tableRow(
      "largest principal angle between the two spaces",
      `${Math.max(...angles).toFixed(2)} degrees`,
    ),
    tableRow("held-out pairs", String(held.indices.length)),
    tableRow(
      "median distance to the true transformation",
      `${away(several.parameters).toFixed(3)} pixels`,
    ),
    tableRow(
      "without motion",
      `${away(new Float64Array(several.parameters.length)).toFixed(3)} pixels`,
    ),
  ];
}

const flat = (rows: readonly Float64Array[]): Float64Array =>
  Float64Array.from(rows.flatMap((row) => [...row]));
