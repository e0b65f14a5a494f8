import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { cholesky } from "#lib/lie/cholesky.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

const N = 6;

/** M M^T of an n x m matrix M. */
function gram(m: Float64Array, n: number): Float64Array {
  const width = m.length / n;
  return Float64Array.from({ length: n * n }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < width; k++) {
      sum += m[Math.floor(i / n) * width + k] * m[(i % n) * width + k];
    }
    return sum;
  });
}

function drawn(length: number): Float64Array {
  const gauss = standardNormal(randomStream(0, "matrix"));
  return Float64Array.from({ length }, gauss);
}

Deno.test("the factor is lower triangular, and its square is the matrix", () => {
  const a = gram(drawn(N * N), N);
  const root = cholesky(a, N);
  root.forEach((value, i) => {
    if (i % N > Math.floor(i / N)) assertEquals(value, 0);
  });
  allclose(gram(root, N), a, { absolute: 1e-12, relative: 1e-12 });
});

Deno.test("a 2 x 2 matrix by hand: (4 2; 2 5) is the square of (2 0; 1 2)", () => {
  const root = cholesky(Float64Array.of(4, 2, 2, 5), 2);
  assertEquals([...root], [2, 0, 1, 2]);
});

Deno.test("a matrix of lower rank has columns of zeros, and its square is still the matrix", () => {
  const a = gram(drawn(N * 3), N);
  const root = cholesky(a, N);
  const zero = Array.from({ length: N }, (_, k) => root[k * (N + 1)] === 0);
  assertEquals(zero, [false, false, false, true, true, true]);
  gram(root, N).forEach((value, i) => assertAlmostEquals(value, a[i], 1e-10));
});

Deno.test("if a matrix is not positive, the diagonal has a zero", () => {
  const root = cholesky(Float64Array.of(1, 2, 2, 1), 2);
  assert(root[0] === 1 && root[3] === 0);
});
