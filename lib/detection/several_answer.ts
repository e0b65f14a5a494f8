import type { Basis } from "../lie/basis.ts";
import { dot } from "../lie/coefficients.ts";
import { solve } from "../lie/solve.ts";
import { fromDegrees } from "../lie/degrees.ts";
import { fieldCoefficients } from "../matching/field_space.ts";
import { describe, type Description } from "./describe.ts";
import type {
  Coefficient,
  SeveralGenerators,
  SpannedAlgebra,
} from "./detection.ts";
import { numberWord } from "./how_many.ts";
import type { NamedSpace } from "./name_space.ts";
import type { ImageSize } from "./natural_parameter.ts";
import type {
  GeneratorIntervals,
  SeveralCandidate,
} from "./several_candidate.ts";
import { spannedAlgebra } from "./spanned_algebra.ts";

/** The several generators of an answer, and the answer's description. */
export interface SeveralAnswer {
  readonly several: SeveralGenerators;
  readonly description: Description;
}

/**
 * Makes the answer of several generators.
 *
 * @param shown The shown generators with their intervals.
 */
export function severalAnswer(
  { fit, held, mixture, named, isMixed, alone }: SeveralCandidate,
  basis: Basis,
  shown: readonly GeneratorIntervals[],
  image: ImageSize,
): SeveralAnswer {
  const rows = shown.map(({ alpha }) => alpha);
  const generators = shown.map(({ alpha, intervals }) => ({
    description: describe(basis, alpha, image),
    coefficients: basis.terms.map(({ label }, k): Coefficient => ({
      term: label,
      value: alpha[k],
      ...intervals[k],
    })),
  }));
  const several = {
    areMixed: isMixed,
    generators,
    algebra: spannedAlgebra(basis, rows, named),
    parameters: alone?.parameters ??
      parametersAlong(rows, fieldCoefficients(fit.space, held.coefficients)),
    moving: isMixed ? mixture.generators : new Uint8Array(),
  };
  return { several, description: descriptionOf(several, named) };
}

/** Computes the coordinates of fields along independent unit rows, by least squares. */
function parametersAlong(
  rows: readonly Float64Array[],
  fields: Float64Array,
): Float64Array {
  const n = rows.length, terms = rows[0].length;
  const gram = Float64Array.from(
    rows.flatMap((a) => rows.map((b) => dot(a, b))),
  );
  const count = fields.length / terms;
  const out = new Float64Array(count * n);
  for (let i = 0; i < count; i++) {
    const field = fields.subarray(i * terms, (i + 1) * terms);
    const sides = Float64Array.from(rows, (row) => dot(row, field));
    out.set(solve(gram, sides, n), i * n);
  }
  return out;
}

/** Describes several generators, for example "three generators: rotation about ...". */
function descriptionOf(
  { generators, areMixed, algebra }: Pick<
    SeveralGenerators,
    "generators" | "areMixed" | "algebra"
  >,
  named: NamedSpace | undefined,
): Description {
  const number = `${numberWord(generators.length)} generators`;
  const names = generators.map(({ description }) => description.name);
  const what = named === undefined
    ? listOf(names, areMixed ? "or" : "and")
    : `${named.words}, the ${named.name}`;
  const { description: { parameter } } = generators[0];
  return {
    name: areMixed
      ? `${number}, one of them per pair: ${what}`
      : `${number}: ${what}; ${closureWords(algebra)}`,
    angleDegrees: named?.angle ?? 0,
    share: Math.cos(fromDegrees(named?.angle ?? 0)),
    ...parameter && { parameter },
    generators: generators.length,
  };
}

/** Describes whether a space is closed under brackets. */
const closureWords = (
  { isClosed, closureDefect }: SpannedAlgebra,
): string =>
  `${isClosed ? "" : "not "}closed under brackets (defect ${
    (100 * closureDefect).toFixed(1)
  } %)`;

const listOf = (words: readonly string[], last: string): string =>
  words.length === 1
    ? words[0]
    : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
