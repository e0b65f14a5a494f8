import { assertEquals, assertThrows } from "@std/assert";
import { symmetricEigen } from "#lib/lie/symmetric_eigen.ts";
import { tridiagonalEigen } from "#lib/lie/tridiagonal_eigen.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

const gauss = standardNormal(randomStream(0, "tridiagonal matrices"));

function dense(diagonal: Float64Array, beside: Float64Array): Float64Array {
  const n = diagonal.length;
  const matrix = new Float64Array(n * n);
  diagonal.forEach((value, i) => matrix[i * (n + 1)] = value);
  beside.forEach((value, i) => {
    matrix[i * n + i + 1] = matrix[(i + 1) * n + i] = value;
  });
  return matrix;
}

Deno.test("the eigenvalues agree with Jacobi's rotations, and A v = lambda v", () => {
  for (const n of [1, 2, 3, 8, 25]) {
    const diagonal = Float64Array.from({ length: n }, () => gauss());
    // One 0 in the off-diagonal splits the matrix in two.
    const beside = Float64Array.from(
      { length: n - 1 },
      (_, i) => i === 2 ? 0 : gauss(),
    );
    const matrix = dense(diagonal, beside);
    const { values, vectors } = tridiagonalEigen(diagonal, beside);
    allclose(values, symmetricEigen(matrix, n).values, { absolute: 1e-13 });
    for (let k = 0; k < n; k++) {
      const v = vectors.subarray(k * n, (k + 1) * n);
      const product = v.map((_, i) =>
        v.reduce((sum, value, j) => sum + matrix[i * n + j] * value, 0)
      );
      allclose(product, v.map((value) => values[k] * value), {
        absolute: 1e-13,
      });
      for (let l = 0; l <= k; l++) {
        const other = vectors.subarray(l * n, (l + 1) * n);
        const dot = v.reduce((sum, value, i) => sum + value * other[i], 0);
        allclose([dot], [k === l ? 1 : 0], { absolute: 1e-13 });
      }
    }
  }
});

Deno.test("equal eigenvalues, and a matrix of zeros", () => {
  const twos = tridiagonalEigen(Float64Array.of(2, 2, 2), new Float64Array(2));
  assertEquals([...twos.values], [2, 2, 2]);
  const zeros = tridiagonalEigen(new Float64Array(3), new Float64Array(2));
  assertEquals([...zeros.values], [0, 0, 0]);
  assertEquals([...zeros.vectors], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
});

Deno.test("a number that is not finite is refused", () => {
  assertThrows(
    () => tridiagonalEigen(Float64Array.of(1, NaN, 2), Float64Array.of(1, 1)),
    RangeError,
    "expected finite numbers",
  );
});
