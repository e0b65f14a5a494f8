import { assertEquals, assertThrows } from "@std/assert";
import { cubic, functionBasis } from "#lib/lie/basis.ts";
import { monomialOf } from "../../bench/monomials.ts";

Deno.test("monomialOf finds the powers of every term of a basis", () => {
  const powers = [
    ...[[0, 0], [1, 0], [0, 1], [2, 0], [1, 1]],
    ...[[0, 2], [3, 0], [2, 1], [1, 2], [0, 3]],
  ];
  assertEquals(
    cubic.terms.map(monomialOf).map(({ component, powers: [px, py] }) => [
      component,
      px,
      py,
    ]),
    ["x", "y"].flatMap((component) =>
      powers.map(([px, py]) => [component, px, py])
    ),
  );
});

for (
  const [label, value] of [
    ["2x ∂x", (x: number) => 2 * x],
    ["-x ∂x", (x: number) => -x],
    ["cos x ∂x", (x: number) => Math.cos(x)],
    ["(1 + x) ∂x", (x: number) => 1 + x],
  ] as const
) {
  Deno.test(`monomialOf refuses ${label}`, () => {
    const basis = functionBasis("b", [{ component: "x", label, value }]);
    const { message } = assertThrows(
      () => monomialOf(basis.terms[0]),
      RangeError,
    );
    assertEquals(message, `monomialOf: expected a monomial, found ${label}`);
  });
}
