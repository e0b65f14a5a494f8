import type { BasisTerm } from "#lib/lie/basis.ts";

/**
 * The term x^powers[0] y^powers[1] along one component, as data for other languages.
 */
export interface Monomial {
  readonly component: "x" | "y";
  readonly powers: readonly [number, number];
}

/**
 * Converts a term of a basis to a monomial.
 *
 * @throws RangeError if the term is no monomial.
 */
export function monomialOf({ component, label, value }: BasisTerm): Monomial {
  const [px, py] = [value(2, 1), value(1, 2)].map((at) =>
    Math.round(Math.log2(at))
  );
  const [x, y] = [0.7, -0.6];
  if (!(Math.abs(value(x, y) - x ** px * y ** py) < 1e-12)) {
    throw new RangeError(`monomialOf: expected a monomial, found ${label}`);
  }
  return { component, powers: [px, py] };
}
