import { bracketField } from "../lie/algebra/bracket.ts";
import { type Basis, projectField, quadratic } from "../lie/basis.ts";
import { integrateField } from "./integrate.ts";
import type { Step } from "./sequence.ts";
import type { Transformation } from "./transformations.ts";

/**
 * Makes the commutator path exp(-s A) exp(-t B) exp(s A) exp(t B), which acts on an
 * image from the right: content follows B for -t, A for -s, B for t and A for s. If the
 * flows commute, content ends where it began. Otherwise it ends where exp(s t [A, B])
 * moves it, up to third order in s and t.
 */
export function commutatorPath(
  a: Transformation,
  b: Transformation,
  s: number,
  t: number,
): Step[] {
  return [
    { transformation: b, t: -t },
    { transformation: a, t: -s },
    { transformation: b, t },
    { transformation: a, t: s },
  ];
}

/** A field is in the span of a basis if a smaller share of it is outside. */
const OUTSIDE = 1e-8;

/**
 * Makes a transformation of the bracket [A, B] of two fields, whose flow is integrated
 * numerically. Its unit is the product of the units of A and B.
 *
 * @throws {RangeError} if a field is not a polynomial of degree 2 at most
 */
export function bracketTransformation(
  a: Transformation,
  b: Transformation,
): Transformation {
  const field = bracketField(
    quadratic,
    coefficientsIn(quadratic, a),
    coefficientsIn(quadratic, b),
  );
  return {
    name: `[${a.name}, ${b.name}]`,
    unit: `${a.unit} × ${b.unit}`,
    parameter: "t",
    canonical: false,
    field,
    flow: (t, x, y) => integrateField(field, t, x, y),
  };
}

function coefficientsIn(
  basis: Basis,
  { name, field }: Transformation,
): Float64Array {
  const { coefficients, residual } = projectField(field, basis);
  if (residual > OUTSIDE) {
    throw new RangeError(
      `bracketTransformation: expected fields that the basis "${basis.name}" holds, found ${name}`,
    );
  }
  return coefficients;
}
