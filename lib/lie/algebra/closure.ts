import { type Basis, fieldOf } from "../basis.ts";
import { cholesky } from "../cholesky.ts";
import { dot } from "../coefficients.ts";
import { solve } from "../solve.ts";
import { bracketField, derivativeAlong } from "./bracket.ts";
import { frameSamples } from "./frame_samples.ts";
import { changeOfBasis, type LieAlgebra } from "./lie_algebra.ts";

/** Measures of how far a space of fields is closed under brackets. */
export interface Closure {
  /** Least-squares structure constants of the given generators. */
  readonly algebra: LieAlgebra;
  /**
   * Structure constants of generators that are orthonormal on the frame, per half-frame.
   * Compute invariants from these, because noise has the same size in all of them.
   */
  readonly orthonormal: LieAlgebra;
  /** Root of the sum over i < j of |[e_i, e_j]|^2. */
  readonly brackets: number;
  /**
   * Root of the sum over i < j of the squared norm of the part of [e_i, e_j] outside of
   * the space.
   */
  readonly outside: number;
  /**
   * Root of the sum over all i, j of |(e_i . grad) e_j|^2. The brackets are differences
   * of these terms.
   */
  readonly products: number;
  /**
   * Closure defect, 0 (closed) to 1: `outside` divided by the largest of `products`,
   * `brackets` and the root of the number of pairs.
   */
  readonly defect: number;
  /**
   * `outside` divided by `brackets`, 0 to 1; 0 if the brackets are less than
   * `ABELIAN_SHARE` of the defect's denominator.
   */
  readonly shareOfBrackets: number;
}

/** Brackets below this share of the size of their terms count as 0. */
const ABELIAN_SHARE = 0.01;

/**
 * Computes the structure constants and the closure defect of the space that some fields
 * span.
 *
 * Norms are those of functions on the frame, because the bracket of two fields may have
 * a higher degree than the basis holds. The e_i are generators that are orthonormal on
 * the frame. All numbers but `algebra` are the same for every basis of the space.
 *
 * The defect divides by the size of the terms (e_i . grad) e_j, not by that of the
 * brackets, because the brackets of an abelian space, such as rotation and scaling
 * about one point, are only noise. For translations these terms vanish too, so the
 * denominator is at least that of unit fields that change by their own size within a
 * half-frame.
 *
 * @param directions K x terms: independent rows of coefficients
 * @throws {RangeError} if the rows do not fit the basis or are dependent on the frame
 */
export function closureOf(basis: Basis, directions: Float64Array): Closure {
  const { rows, root } = orthonormalOnFrame(basis, directions);
  const n = rows.length;
  const samples = rows.map((row) => frameSamples(fieldOf(basis, row)));
  const structure = new Float64Array(n ** 3);
  let brackets = 0, outside = 0, products = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      products += squareOf(
        frameSamples(derivativeAlong(basis, rows[i], rows[j])),
      );
      if (j <= i) continue;
      const rest = frameSamples(bracketField(basis, rows[i], rows[j]));
      brackets += squareOf(rest);
      samples.forEach((sample, k) => {
        const along = dot(rest, sample);
        structure[(i * n + j) * n + k] = along;
        structure[(j * n + i) * n + k] = -along;
        sample.forEach((value, at) => rest[at] -= along * value);
      });
      outside += squareOf(rest);
    }
  }
  const orthonormal: LieAlgebra = { dimension: n, structure };
  // The given generators are root times the orthonormal ones.
  return {
    algebra: changeOfBasis(orthonormal, root),
    orthonormal,
    ...sharesOf(
      Math.sqrt(brackets),
      Math.sqrt(outside),
      Math.sqrt(products),
      n * (n - 1) / 2,
    ),
  };
}

function sharesOf(
  brackets: number,
  outside: number,
  products: number,
  pairs: number,
) {
  const size = Math.max(products, brackets, Math.sqrt(pairs));
  const abelian = !(brackets > ABELIAN_SHARE * size);
  return {
    brackets,
    outside,
    products,
    // Rounding can make the share slightly larger than 1.
    defect: size === 0 ? 0 : Math.min(outside / size, 1),
    shareOfBrackets: abelian ? 0 : outside / brackets,
  };
}

const squareOf = (v: Float64Array): number => dot(v, v);

/** Generators e that are orthonormal on the frame, and the matrix R with X = R e. */
function orthonormalOnFrame(basis: Basis, directions: Float64Array) {
  const terms = basis.terms.length, n = directions.length / terms;
  if (!Number.isInteger(n) || n === 0) {
    throw new RangeError(
      `closureOf: expected rows of ${terms} coefficients, found ${directions.length} numbers`,
    );
  }
  const given = Array.from(
    { length: n },
    (_, k) => directions.subarray(k * terms, (k + 1) * terms),
  );
  const samples = given.map((row) => frameSamples(fieldOf(basis, row)));
  const gram = Float64Array.from(
    { length: n * n },
    (_, at) => dot(samples[Math.floor(at / n)], samples[at % n]),
  );
  const root = cholesky(gram, n);
  const solved = solve(root, directions, n);
  return {
    rows: given.map((_, k) => solved.subarray(k * terms, (k + 1) * terms)),
    root,
  };
}
