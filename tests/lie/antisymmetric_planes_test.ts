import { assertAlmostEquals, assertEquals } from "@std/assert";
import { antisymmetricPlanes } from "#lib/lie/antisymmetric_planes.ts";
import { eigenvalues } from "#lib/lie/eigenvalues.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

const gauss = standardNormal(randomStream(0, "antisymmetric matrices"));

function antisymmetric(n: number): Float64Array {
  const a = Float64Array.from({ length: n * n }, () => gauss());
  return a.map((value, i) => value - a[i % n * n + Math.floor(i / n)]);
}

/** The sum of omega (u w^T - w u^T) over all planes. */
function composed(n: number, matrix: Float64Array): Float64Array {
  const { frequencies, u, w } = antisymmetricPlanes(matrix, n);
  return matrix.map((_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return frequencies.reduce(
      (sum, omega, k) =>
        sum +
        omega * (u[k * n + i] * w[k * n + j] - w[k * n + i] * u[k * n + j]),
      0,
    );
  });
}

Deno.test("an antisymmetric matrix is the sum of its planes", () => {
  for (const n of [1, 2, 3, 6, 9, 20]) {
    const k = antisymmetric(n);
    allclose(composed(n, k), k, { absolute: 1e-12 });
  }
});

Deno.test("the vectors of all planes are orthonormal", () => {
  const n = 11;
  const { u, w } = antisymmetricPlanes(antisymmetric(n), n);
  const rows = Float64Array.of(...u, ...w), count = rows.length / n;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      let dot = 0;
      for (let k = 0; k < n; k++) dot += rows[i * n + k] * rows[j * n + k];
      assertAlmostEquals(dot, i === j ? 1 : 0, 1e-12);
    }
  }
});

Deno.test("the frequencies are the imaginary parts of the eigenvalues", () => {
  const n = 9, k = antisymmetric(n);
  const { frequencies } = antisymmetricPlanes(k, n);
  const expected = eigenvalues(k).map(([, im]) => im).filter((im) => im > 1e-9)
    .sort((a, b) => b - a);
  allclose(frequencies, expected, { absolute: 1e-12 });
});

Deno.test("equal frequencies, and a matrix of zeros", () => {
  // Two planes turn with equal frequency, and nothing else is coupled.
  const k = new Float64Array(25);
  for (const [i, j] of [[0, 3], [1, 4]]) {
    k[i * 5 + j] = 2;
    k[j * 5 + i] = -2;
  }
  assertEquals([...antisymmetricPlanes(k, 5).frequencies], [2, 2]);
  allclose(composed(5, k), k, { absolute: 1e-15 });
  const zero = antisymmetricPlanes(new Float64Array(16), 4);
  assertEquals([...zero.frequencies], [0, 0]);
});
