import { assert, assertThrows } from "@std/assert";
import { eigenvalues } from "#lib/evaluation/eigenvalues.ts";
import { transformations } from "#lib/images/transformations.ts";
import { projectField, quadratic } from "#lib/lie/basis.ts";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import { allclose } from "../allclose.ts";

const generatorOf = (name: keyof typeof transformations) =>
  combine(
    generatorStack(quadratic, 5),
    projectField(transformations[name].field, quadratic).coefficients,
  );

Deno.test("a 2 x 2 rotation generator has the eigenvalues +-i", () => {
  const found = eigenvalues(Float64Array.of(0, -1, 1, 0));
  allclose(found.flat(), [0, -1, 0, 1], { absolute: 1e-14 });
});

Deno.test("a triangular matrix has its diagonal", () => {
  const found = eigenvalues(Float64Array.of(3, 5, -7, 0, -1, 2, 0, 0, 4));
  allclose(found.flat(), [-1, 0, 3, 0, 4, 0], { absolute: 1e-12 });
});

Deno.test("a translation turns every mode by its wave number", () => {
  const found = eigenvalues(generatorOf("translationX"));
  // Modes -2..2 along x, each five times; pi to the half-frame.
  const expected = [-2, -1, 0, 1, 2].flatMap((mode) =>
    Array.from({ length: 5 }, () => [0, mode * Math.PI])
  );
  allclose(found.flat(), expected.flat(), { absolute: 1e-10 });
});

Deno.test("sum and sum of squares are the traces of the matrix and its square", () => {
  for (const name of ["rotation", "scaling", "specialConformalX"] as const) {
    const matrix = generatorOf(name), n = 25;
    let [trace, square] = [0, 0];
    for (let i = 0; i < n; i++) {
      trace += matrix[i * n + i];
      for (let k = 0; k < n; k++) {
        square += matrix[i * n + k] * matrix[k * n + i];
      }
    }
    const found = eigenvalues(matrix);
    const sum = (f: (re: number, im: number) => number) =>
      found.reduce((total, [re, im]) => total + f(re, im), 0);
    allclose(
      [sum((re) => re), sum((_, im) => im), sum((re, im) => re * re - im * im)],
      [trace, 0, square],
      { absolute: 1e-8 * Math.abs(square) },
      name,
    );
  }
});

Deno.test("what is not square is turned away", () => {
  assertThrows(() => eigenvalues(new Float64Array(3)), RangeError, "found 3");
  assert(eigenvalues(Float64Array.of(2)).flat().join() === "2,0");
});
