import { type Basis, monomialBasis, type VectorField } from "../basis.ts";
import { jetOf, type Powers, powersOf, velocityOf } from "../monomials.ts";

/**
 * Computes the derivative (X . grad) Y of a field Y along a field X, in half-frames per
 * unit of t squared. It is exact if all terms of the basis are monomials, else by
 * central differences (errors of about 1e-10).
 *
 * @param x coefficients of X
 * @param y coefficients of Y
 * @throws {RangeError} if the number of coefficients is not the number of terms
 */
export function derivativeAlong(
  basis: Basis,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): VectorField {
  const velocity = velocityOf(basis, x), jet = jetOf(basis, y);
  const along = new Float64Array(2), field = jet.field;
  return (atX, atY) => {
    velocity(atX, atY, along);
    jet.evaluate(atX, atY);
    return [
      along[0] * field[2] + along[1] * field[3],
      along[0] * field[4] + along[1] * field[5],
    ];
  };
}

/**
 * Computes the Lie bracket [X, Y] = (X . grad) Y - (Y . grad) X of two fields, which is
 * the commutator X Y - Y X of the operators. A point that follows X for s, Y for t, X
 * for -s and then Y for -t ends at r + s t [X, Y](r), up to third order.
 *
 * Arguments and errors are those of {@linkcode derivativeAlong}.
 */
export function bracketField(
  basis: Basis,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): VectorField {
  const ofY = derivativeAlong(basis, x, y), ofX = derivativeAlong(basis, y, x);
  return (atX, atY) => {
    const [plusX, plusY] = ofY(atX, atY), [minusX, minusY] = ofX(atX, atY);
    return [plusX - minusX, plusY - minusY];
  };
}

/** A field as coefficients, with the basis that they multiply. */
export interface FieldInBasis {
  /** The terms that the coefficients multiply. */
  readonly basis: Basis;
  /** One per term. */
  readonly coefficients: Float64Array;
}

/**
 * Computes the coefficients of the Lie bracket [X, Y] of two polynomial fields. Its
 * basis holds all monomials up to degree 2 d - 1, at least 0, where d is the degree of
 * the basis of X and Y.
 *
 * @param x coefficients of X
 * @param y coefficients of Y
 * @throws {RangeError} if a term is not a monomial
 */
export function polynomialBracket(
  basis: Basis,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): FieldInBasis {
  const powers = basis.terms.map((term): Powers => {
    const found = powersOf(term);
    if (found !== undefined) return found;
    throw new RangeError(
      `polynomialBracket: expected monomials in the basis "${basis.name}", found ${term.label}`,
    );
  });
  const degree = Math.max(...powers.map(([px, py]) => px + py));
  const { larger, indexOf } = allMonomials(Math.max(0, 2 * degree - 1));
  const coefficients = new Float64Array(larger.terms.length);
  const add = (along: number, of: number, factor: number) => {
    const { component } = basis.terms[along];
    const derived = powers[of][component === "x" ? 0 : 1];
    if (factor === 0 || derived === 0) return;
    const px = powers[along][0] + powers[of][0] - (component === "x" ? 1 : 0);
    const py = powers[along][1] + powers[of][1] - (component === "y" ? 1 : 0);
    coefficients[indexOf(px, py, basis.terms[of].component)] += factor *
      derived;
  };
  for (let i = 0; i < powers.length; i++) {
    for (let j = 0; j < powers.length; j++) {
      add(i, j, x[i] * y[j]);
      add(i, j, -y[i] * x[j]);
    }
  }
  return { basis: larger, coefficients };
}

function allMonomials(degree: number) {
  const exponents: Powers[] = [];
  for (let total = 0; total <= degree; total++) {
    for (let py = 0; py <= total; py++) exponents.push([total - py, py]);
  }
  const indexOf = (px: number, py: number, component: "x" | "y") =>
    (px + py) * (px + py + 1) / 2 + py +
    (component === "y" ? exponents.length : 0);
  return {
    larger: monomialBasis(`all monomials up to degree ${degree}`, exponents),
    indexOf,
  };
}
