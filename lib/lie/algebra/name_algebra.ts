import { dot } from "../coefficients.ts";
import { symmetricEigen } from "../symmetric_eigen.ts";
import {
  ALGEBRA_TOLERANCE,
  type AlgebraInvariants,
  centreOfAlgebra,
  derivedAlgebra,
  invariantsOf,
  type Signature,
} from "./invariants.ts";
import { type LieAlgebra, restriction } from "./lie_algebra.ts";

/** The name of an algebra, or a description of it. */
export interface AlgebraName {
  /** A name such as "se(2)", or a description. */
  readonly name: string;
  /** Whether the name stands for one algebra up to isomorphism. */
  readonly known: boolean;
}

/** A known algebra without an abelian factor, and the invariants that identify it. */
interface KnownAlgebra {
  readonly name: string;
  readonly derived: readonly number[];
  readonly killing: Signature;
  readonly centre?: number;
  readonly unimodular?: boolean;
}

/**
 * The known algebras without an abelian direct factor, each with the invariants that
 * identify it among all real algebras without one. For algebras that are not solvable
 * this follows from Levi's theorem and the modules of sl(2) and so(3) of dimension 2
 * and 3. Solvable algebras of dimension 4 act faithfully on [g, g], and the trace form
 * on g / [g, g] identifies them.
 */
const KNOWN: readonly KnownAlgebra[] = [
  { name: "aff(1)", derived: [2, 1, 0], killing: [1, 0, 1] },
  { name: "Heisenberg", derived: [3, 1, 0], killing: [0, 0, 3], centre: 1 },
  {
    name: "se(2)",
    derived: [3, 2, 0],
    killing: [0, 1, 2],
    unimodular: true,
  },
  {
    name: "e(1,1)",
    derived: [3, 2, 0],
    killing: [1, 0, 2],
    unimodular: true,
  },
  { name: "sl(2)", derived: [3], killing: [2, 1, 0] },
  { name: "so(3)", derived: [3], killing: [0, 3, 0] },
  { name: "sim(2)", derived: [4, 2, 0], killing: [1, 1, 2], centre: 0 },
  {
    name: "aff(1) + aff(1)",
    derived: [4, 2, 0],
    killing: [2, 0, 2],
    centre: 0,
  },
  { name: "sa(2)", derived: [5], killing: [2, 1, 2] },
  { name: "sl(2) + aff(1)", derived: [5, 4, 3], killing: [3, 1, 1] },
  { name: "so(3) + aff(1)", derived: [5, 4, 3], killing: [1, 3, 1] },
  { name: "aff(2)", derived: [6, 5], killing: [3, 1, 2], centre: 0 },
  { name: "so(3,1)", derived: [6], killing: [3, 3, 0] },
  { name: "so(2,2) = sl(2) + sl(2)", derived: [6], killing: [4, 2, 0] },
  { name: "so(4) = so(3) + so(3)", derived: [6], killing: [0, 6, 0] },
  { name: "sl(2) + so(3)", derived: [6], killing: [2, 4, 0] },
  { name: "se(3)", derived: [6], killing: [0, 3, 3], centre: 0 },
  { name: "iso(2,1)", derived: [6], killing: [2, 1, 3], centre: 0 },
];

/** Direct sums with a name of their own. */
const ALIASES: Readonly<Record<string, string>> = {
  "sl(2) + R": "gl(2)",
  "so(3) + R": "u(2)",
};

/**
 * Finds the name of an algebra of up to 6 dimensions, or a description such as
 * "solvable algebra of dimension 4, derived series 4, 3, 1, 0".
 *
 * An abelian direct factor is split off first: the part of the centre outside of
 * [g, g]. The remaining algebra is named by its invariants. They identify every
 * algebra that has a name here.
 *
 * @param tolerance as for {@linkcode invariantsOf}
 */
export function nameAlgebra(
  algebra: LieAlgebra,
  tolerance: number = ALGEBRA_TOLERANCE,
): AlgebraName {
  const { core, abelian } = splitAbelian(algebra, tolerance);
  const factor = abelian === 1 ? "R" : `R^${abelian}`;
  if (core.dimension === 0) return { name: factor, known: true };
  const invariants = invariantsOf(core, tolerance);
  const found = KNOWN.find((known) => fits(known, invariants))?.name ??
    dilationName(core, invariants, tolerance);
  if (found === undefined) {
    return {
      name: description(invariantsOf(algebra, tolerance)),
      known: false,
    };
  }
  const sum = abelian === 0 ? found : `${found} + ${factor}`;
  return { name: ALIASES[sum] ?? sum, known: true };
}

function fits(known: KnownAlgebra, found: AlgebraInvariants): boolean {
  return String(known.derived) === String(found.derived) &&
    String(known.killing) === String(found.killing) &&
    (known.centre ?? found.centre) === found.centre &&
    (known.unimodular ?? found.unimodular) === found.unimodular;
}

/**
 * Splits an algebra into the direct sum of an abelian factor and an algebra without one.
 */
function splitAbelian(algebra: LieAlgebra, tolerance: number) {
  const n = algebra.dimension;
  const derived = derivedAlgebra(algebra, tolerance);
  const centre = centreOfAlgebra(algebra, tolerance);
  // The abelian factor is spanned by central directions less their part in [g, g]. Any
  // complement that contains [g, g] is an ideal.
  const scatter = new Float64Array(n * n);
  for (let i = 0; i < centre.length; i += n) {
    const rest = centre.slice(i, i + n);
    for (let k = 0; k < derived.length; k += n) {
      const other = derived.subarray(k, k + n), along = dot(rest, other);
      other.forEach((value, at) => rest[at] -= along * value);
    }
    scatter.forEach((_, at) =>
      scatter[at] += rest[Math.floor(at / n)] * rest[at % n]
    );
  }
  const { values, vectors } = symmetricEigen(scatter, n);
  const abelian = values.filter((value) => value > tolerance ** 2).length;
  return {
    core: restriction(algebra, vectors.subarray(abelian * n)),
    abelian,
  };
}

/**
 * The name "R ⋉ R^m by dilation", if one element acts on an abelian [g, g] as a multiple
 * of 1.
 */
function dilationName(
  algebra: LieAlgebra,
  { dimension: n, derived }: AlgebraInvariants,
  tolerance: number,
): string | undefined {
  if (String(derived) !== String([n, n - 1, 0])) return undefined;
  const inner = derivedAlgebra(algebra, tolerance);
  const across = complement(inner, n);
  const { structure } = restriction(
    algebra,
    Float64Array.of(...across, ...inner),
  );
  const m = n - 1;
  const action = Float64Array.from({ length: m * m }, (_, at) => {
    const i = Math.floor(at / m), k = at % m;
    return structure[(i + 1) * n + k + 1];
  });
  let trace = 0;
  for (let k = 0; k < m; k++) trace += action[k * (m + 1)];
  const rest = action.map((value, at) =>
    at % (m + 1) === 0 ? value - trace / m : value
  );
  return Math.hypot(...rest) <= tolerance * Math.hypot(...action)
    ? `R ⋉ R^${m} by dilation`
    : undefined;
}

/** The unit vector orthogonal to n - 1 orthonormal rows. */
function complement(rows: Float64Array, n: number): Float64Array {
  const scatter = new Float64Array(n * n);
  for (let i = 0; i < rows.length; i += n) {
    scatter.forEach((_, at) =>
      scatter[at] += rows[i + Math.floor(at / n)] * rows[i + at % n]
    );
  }
  return symmetricEigen(scatter, n).vectors.subarray((n - 1) * n);
}

function description(
  { dimension, killing, derived, lowerCentral }: AlgebraInvariants,
): string {
  const [positive, negative, zero] = killing;
  const what = `algebra of dimension ${dimension}`;
  const series = `derived series ${derived.join(", ")}`;
  if (lowerCentral.at(-1) === 0) {
    return `nilpotent ${what}, lower central series ${lowerCentral.join(", ")}`;
  }
  if (derived.at(-1) === 0) return `solvable ${what}, ${series}`;
  if (zero === 0) {
    return `semisimple ${what}, Killing form with ${positive} positive and ${negative} negative directions`;
  }
  return `${what}, ${series}`;
}
