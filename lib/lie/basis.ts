import { oneOf } from "../runtime/errors.ts";

export { norm, unit } from "./coefficients.ts";
export { projectField } from "./project_field.ts";

/**
 * A vector field on the frame: it maps (x, y), in half-frames, to (Gamma_x, Gamma_y).
 */
export type VectorField = (x: number, y: number) => readonly [number, number];

/** One term of a basis: a function times a direction, for example `x² ∂y`. */
export interface BasisTerm {
  /** The axis along which the term points. */
  readonly component: "x" | "y";
  /** The term as text, for example `x² ∂y`. */
  readonly label: string;
  /** The function of a point (x, y), in half-frames. */
  readonly value: (x: number, y: number) => number;
}

/** The terms that span the vector fields an experiment can find. */
export interface Basis {
  /** The name that messages and reports show. */
  readonly name: string;
  /** The terms, in the order of the coefficients. */
  readonly terms: readonly BasisTerm[];
}

/**
 * Makes a basis of any terms, in the order given.
 *
 * @param name for messages and reports
 * @param terms at least one, with distinct labels
 * @throws {RangeError} if there is no term, or two carry the same label
 */
export function functionBasis(
  name: string,
  terms: readonly BasisTerm[],
): Basis {
  if (terms.length === 0) {
    throw new RangeError(
      `functionBasis: expected at least one term in "${name}", found none`,
    );
  }
  const labels = new Set<string>();
  for (const { label } of terms) {
    if (labels.has(label)) {
      throw new RangeError(
        `functionBasis: expected distinct labels in "${name}", found "${label}" twice`,
      );
    }
    labels.add(label);
  }
  return { name, terms: [...terms] };
}

/**
 * Makes a basis of monomials x^px y^py: all of them times ∂x, then all times ∂y.
 *
 * @param name for messages and reports
 * @param exponents pairs [px, py] of integers of at least 0, each pair once
 * @throws {RangeError} if an exponent is no such integer, or a pair is there twice
 */
export function monomialBasis(
  name: string,
  exponents: readonly (readonly [number, number])[],
): Basis {
  for (const [px, py] of exponents) {
    if (![px, py].every((p) => Number.isInteger(p) && p >= 0)) {
      throw new RangeError(
        `monomialBasis: expected integer exponents of at least 0 in "${name}", found [${px}, ${py}]`,
      );
    }
  }
  const part = (component: "x" | "y") =>
    exponents.map(([px, py]): BasisTerm => ({
      component,
      label: `${monomialLabel(px, py)} ∂${component}`.trimStart(),
      value: (x, y) => whole(x, px) * whole(y, py),
    }));
  return functionBasis(name, [...part("x"), ...part("y")]);
}

/** The power x^p for a small integer p; many times faster than x ** p. */
function whole(x: number, p: number): number {
  let product = 1;
  for (let i = 0; i < p; i++) product *= x;
  return product;
}

function monomialLabel(px: number, py: number): string {
  return power("x", px) + power("y", py);
}

function power(variable: string, exponent: number): string {
  if (exponent === 0) return "";
  if (exponent === 1) return variable;
  const digits = [...String(exponent)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[+digit]);
  return variable + digits.join("");
}

const UP_TO_ONE = [[0, 0], [1, 0], [0, 1]] as const;
const UP_TO_TWO = [...UP_TO_ONE, [2, 0], [1, 1], [0, 2]] as const;
const UP_TO_THREE = [...UP_TO_TWO, [3, 0], [2, 1], [1, 2], [0, 3]] as const;

/** The basis 1, x, y in each direction: 6 terms, the affine maps. */
export const affine: Basis = monomialBasis("affine", UP_TO_ONE);

/** The basis 1, x, y, x², xy, y² in each direction: 12 terms, the paper's basis. */
export const quadratic: Basis = monomialBasis("quadratic", UP_TO_TWO);

/** The basis of all monomials up to the third degree in each direction: 20 terms. */
export const cubic: Basis = monomialBasis("cubic", UP_TO_THREE);

/**
 * The vector field sum_i alpha_i Gamma_i of a basis and its coefficients.
 *
 * @param basis the terms Gamma_i
 * @param coefficients alpha, one number per term
 * @throws {RangeError} if the number of coefficients is not the number of terms
 */
export function fieldOf(
  basis: Basis,
  coefficients: ArrayLike<number>,
): VectorField {
  if (coefficients.length !== basis.terms.length) {
    throw new RangeError(
      `fieldOf: expected ${basis.terms.length} coefficients for the basis "${basis.name}", found ${coefficients.length}`,
    );
  }
  const alpha = Float64Array.from(coefficients);
  return (x, y) => {
    let gammaX = 0, gammaY = 0;
    basis.terms.forEach((term, i) => {
      if (alpha[i] === 0) return;
      const value = alpha[i] * term.value(x, y);
      if (term.component === "x") gammaX += value;
      else gammaY += value;
    });
    return [gammaX, gammaY];
  };
}

/**
 * Returns the basis of polynomials with a given name: affine, quadratic or cubic.
 *
 * @throws UserError for any other name.
 */
export function basisByName(name: string): Basis {
  const known = { affine, quadratic, cubic };
  const names = Object.keys(known) as (keyof typeof known)[];
  return known[oneOf("basis", names, name)];
}
