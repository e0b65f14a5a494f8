import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { symmetricEigen } from "#lib/lie/symmetric_eigen.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

const N = 7;
const gauss = standardNormal(randomStream(0, "symmetric matrices"));

/** A random symmetric matrix. */
function symmetric(): Float64Array {
  const a = Float64Array.from({ length: N * N }, () => gauss());
  return a.map((value, i) => value + a[i % N * N + Math.floor(i / N)]);
}

Deno.test("a symmetric matrix times an eigenvector is the eigenvalue times it", () => {
  const a = symmetric();
  const { values, vectors } = symmetricEigen(a, N);
  assertEquals([...values], [...values].sort((a, b) => b - a));
  for (let k = 0; k < N; k++) {
    const vector = vectors.subarray(k * N, (k + 1) * N);
    const product = vector.map((_, i) =>
      vector.reduce((sum, value, j) => sum + a[i * N + j] * value, 0)
    );
    allclose(product, vector.map((value) => values[k] * value), {
      absolute: 1e-12,
    });
    for (let l = 0; l <= k; l++) {
      const other = vectors.subarray(l * N, (l + 1) * N);
      const dot = vector.reduce((sum, value, i) => sum + value * other[i], 0);
      assertAlmostEquals(dot, k === l ? 1 : 0, 1e-12);
    }
  }
});

Deno.test("equal eigenvalues, and a matrix of zeros", () => {
  const identity = new Float64Array(9);
  for (let k = 0; k < 3; k++) identity[4 * k] = 2;
  assertEquals([...symmetricEigen(identity, 3).values], [2, 2, 2]);
  const nothing = symmetricEigen(new Float64Array(9), 3);
  assertEquals([...nothing.values], [0, 0, 0]);
  assert(nothing.vectors.every(Number.isFinite));
});
