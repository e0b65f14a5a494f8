import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { besselJ } from "#lib/lie/bessel.ts";
import fixture from "../fixtures/bessel.json" with { type: "json" };

for (const { x, j } of fixture.cases) {
  Deno.test(`besselJ(${x}) agrees with SciPy`, () => {
    const values = besselJ(Math.max(...fixture.orders), x);
    fixture.orders.forEach((order, i) =>
      assertAlmostEquals(values[order], j[i], 2e-14, `J_${order}`)
    );
  });
}

Deno.test("the number of orders does not change the values", () => {
  const many = besselJ(60, 7.5);
  for (const last of [0, 1, 5, 30]) {
    besselJ(last, 7.5).forEach((value, order) =>
      assertAlmostEquals(value, many[order], 1e-15)
    );
  }
});

Deno.test("odd orders change their sign with the argument, even ones do not", () => {
  const [right, left] = [besselJ(9, 3.3), besselJ(9, -3.3)];
  right.forEach((value, order) =>
    assertEquals(left[order], order % 2 === 0 ? value : -value)
  );
});

Deno.test("the squares add up: J_0^2 + 2 J_1^2 + 2 J_2^2 + ... = 1", () => {
  for (const x of [0.1, 4, 50]) {
    const sum = besselJ(120, x).reduce(
      (sum, value, order) => sum + (order === 0 ? 1 : 2) * value ** 2,
      0,
    );
    assertAlmostEquals(sum, 1, 1e-13);
  }
});

Deno.test("besselJ refuses invalid orders and arguments", () => {
  for (const [last, x] of [[-1, 1], [1.5, 1], [2, NaN], [2, Infinity]]) {
    assertThrows(() => besselJ(last, x), RangeError, `found ${last} and ${x}`);
  }
});
