import { closureOf } from "../lie/algebra/closure.ts";
import { invariantsOf } from "../lie/algebra/invariants.ts";
import { nameAlgebra } from "../lie/algebra/name_algebra.ts";
import type { Basis } from "../lie/basis.ts";
import { numbersTo } from "../matching/frames.ts";
import { BOUNDS } from "./bounds.ts";
import type { SpannedAlgebra } from "./detection.ts";
import type { NamedSpace } from "./name_space.ts";

/**
 * Computes the algebra that some generators span, and whether their span is closed.
 *
 * @param rows Coefficients of the generators, linearly independent.
 * @param named The known space near to theirs, if there is one.
 */
export function spannedAlgebra(
  basis: Basis,
  rows: readonly Float64Array[],
  named?: Pick<NamedSpace, "name" | "angle">,
): SpannedAlgebra {
  const n = rows.length;
  const directions = Float64Array.from(rows.flatMap((row) => [...row]));
  const { algebra, orthonormal, defect } = closureOf(basis, directions);
  const { derived, killing } = invariantsOf(orthonormal);
  const isClosed = defect <= BOUNDS.closed;
  return {
    space: named?.name ?? null,
    angleDegrees: named?.angle ?? null,
    name: isClosed ? nameAlgebra(orthonormal).name : "no algebra",
    isClosed,
    closureDefect: defect,
    structureConstants: numbersTo(n).map((i) =>
      numbersTo(n).map((j) =>
        numbersTo(n).map((k) => algebra.structure[(i * n + j) * n + k])
      )
    ),
    derivedSeries: [...derived],
    killingSignature: [...killing],
  };
}
