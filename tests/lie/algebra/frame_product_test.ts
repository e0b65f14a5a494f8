import { frameProduct, frameSamples } from "#lib/lie/algebra/frame_product.ts";
import { gaussLegendre } from "#lib/lie/algebra/gauss_legendre.ts";
import { dot } from "#lib/lie/gauge.ts";
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

Deno.test("the inner product of fields is their mean dot product on the frame", () => {
  const turn = (x: number, y: number) => [-y, x] as const;
  const right = () => [1, 0] as const;
  allclose(
    [
      frameProduct(right, right),
      frameProduct(turn, turn),
      frameProduct(turn, right),
      frameProduct((x) => [x ** 15, 0], (x) => [x ** 15, 0]),
      frameProduct((x, y) => [x * x, y], (_x, y) => [y * y, 3 * y]),
    ],
    [1, 2 / 3, 0, 1 / 31, 1 / 9 + 1],
    { absolute: 1e-13 },
  );
  allclose(
    [dot(frameSamples(turn), frameSamples(turn))],
    [2 / 3],
    { absolute: 1e-14 },
  );
});
