import { assertAlmostEquals, assertEquals } from "@std/assert";
import { powersOf, velocityOf } from "#lib/lie/monomials.ts";
import {
  type BasisTerm,
  cubic,
  fieldOf,
  functionBasis,
  monomialBasis,
} from "#lib/lie/basis.ts";

const term = (value: BasisTerm["value"]): BasisTerm => ({
  component: "x",
  label: "x² ∂x",
  value,
});

Deno.test("a monomial's exponents are found from its values", () => {
  const exponents = [[0, 0], [1, 0], [0, 3], [2, 1], [7, 9]] as const;
  const { terms } = monomialBasis("some", exponents);
  assertEquals(terms.slice(0, 5).map(powersOf), [...exponents]);
});

Deno.test("a function with only the label of a monomial is none", () => {
  for (
    const value of [
      (x: number) => Math.abs(x),
      (x: number) => 2 * x,
      (x: number) => Math.sin(x),
      (x: number) => 2 ** (x - 1),
      (x: number) => x + 1e-3,
      (x: number) => 1 / x,
    ]
  ) {
    assertEquals(powersOf(term(value)), undefined, String(value));
  }
});

Deno.test("velocityOf agrees with fieldOf", () => {
  const own = functionBasis("own", [
    term((x, y) => Math.sin(x * y)),
    { component: "y", label: "y", value: (_x, y) => y },
  ]);
  const out = new Float64Array(2);
  for (const basis of [cubic, own]) {
    const alpha = basis.terms.map((_, k) => Math.sin(k + 1));
    const field = fieldOf(basis, alpha), velocity = velocityOf(basis, alpha);
    for (const [x, y] of [[0.3, -0.8], [-1, 0.5], [0, 0], [3, 2]]) {
      velocity(x, y, out);
      field(x, y).forEach((value, i) =>
        assertAlmostEquals(out[i], value, 1e-12)
      );
    }
  }
});
