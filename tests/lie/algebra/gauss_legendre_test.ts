import { gaussLegendre } from "#lib/lie/algebra/gauss_legendre.ts";
import { dot } from "#lib/lie/coefficients.ts";
import { allclose } from "../../allclose.ts";

/** The integral of x^power over [-1, 1]. */
const integral = (power: number) => power % 2 === 1 ? 0 : 2 / (power + 1);

Deno.test("n nodes integrate polynomials up to degree 2 n - 1, and no further", () => {
  for (const count of [1, 2, 3, 8, 16]) {
    const { nodes, weights } = gaussLegendre(count);
    const sum = (power: number) => dot(weights, nodes.map((x) => x ** power));
    for (let power = 0; power < 2 * count; power++) {
      allclose([sum(power)], [integral(power)], { absolute: 1e-13 });
    }
    const error = integral(2 * count) - sum(2 * count);
    // n!^4 2^(2n + 1) / ((2n + 1) (2n)!^2), Abramowitz and Stegun 25.4.30
    let expected = 2 / (2 * count + 1);
    for (let k = 1; k <= count; k++) {
      expected *= 4 * k ** 4 / ((2 * k - 1) * 2 * k) ** 2;
    }
    allclose([error], [expected], { absolute: 1e-14, relative: 1e-9 });
  }
});

Deno.test("two nodes are at the roots of 1/3", () => {
  const { nodes, weights } = gaussLegendre(2);
  allclose(nodes, [-Math.sqrt(1 / 3), Math.sqrt(1 / 3)], { absolute: 1e-15 });
  allclose(weights, [1, 1], { absolute: 1e-15 });
});
