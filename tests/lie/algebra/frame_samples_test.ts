import { frameSamples } from "#lib/lie/algebra/frame_samples.ts";
import type { VectorField } from "#lib/lie/basis.ts";
import { dot } from "#lib/lie/coefficients.ts";
import { allclose } from "../../allclose.ts";

Deno.test("the dot product of samples is the mean dot product of the fields on the frame", () => {
  const turn: VectorField = (x, y) => [-y, x];
  const right: VectorField = () => [1, 0];
  const product = (a: VectorField, b: VectorField) =>
    dot(frameSamples(a), frameSamples(b));
  allclose(
    [
      product(right, right),
      product(turn, turn),
      product(turn, right),
      product((x) => [x ** 15, 0], (x) => [x ** 15, 0]),
      product((x, y) => [x * x, y], (_x, y) => [y * y, 3 * y]),
    ],
    [1, 2 / 3, 0, 1 / 31, 1 / 9 + 1],
    { absolute: 1e-13 },
  );
});
