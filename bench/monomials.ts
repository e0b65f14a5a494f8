import type { BasisTerm } from "#lib/lie/basis.ts";

/** x^powers[0] y^powers[1] in one direction: a term as data, for other languages. */
export interface Monomial {
  readonly component: "x" | "y";
  readonly powers: readonly [number, number];
}

/**
 * A term of a basis as a monomial.
 *
 * @throws RangeError for a term that is none.
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
