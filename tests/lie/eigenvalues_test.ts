import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  eigenvalues,
  NoConvergenceError,
  spectrumOf,
} from "#lib/lie/eigenvalues.ts";
import type { Complex } from "#lib/lie/complex.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { projectField, quadratic } from "#lib/lie/basis.ts";
import {
  combine,
  generatorStack,
  taperedGeneratorStack,
} from "#lib/lie/generator.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

type Name = keyof typeof transformations;
const names = Object.keys(transformations) as Name[];
const coefficientsOf = (name: Name) =>
  projectField(transformations[name].field, quadratic).coefficients;
const generatorOf = (name: Name, cells = 5) =>
  combine(generatorStack(quadratic, cells), coefficientsOf(name));

const norm = (matrix: Float64Array) =>
  Math.sqrt(matrix.reduce((sum, v) => sum + v * v, 0));
const total = (values: readonly Complex[], part: (value: Complex) => number) =>
  values.reduce((sum, value) => sum + part(value), 0);

/**
 * Asserts what holds for the eigenvalues of every real matrix A: they are finite, come
 * as conjugate pairs, add up to trace(A), and their squares to trace(A A).
 */
function assertSpectrum(matrix: Float64Array, what: string): void {
  const n = Math.sqrt(matrix.length);
  let [trace, square] = [0, 0];
  for (let i = 0; i < n; i++) {
    trace += matrix[i * n + i];
    for (let k = 0; k < n; k++) square += matrix[i * n + k] * matrix[k * n + i];
  }
  const found = eigenvalues(matrix);
  assertEquals(found.length, n, what);
  assert(found.flat().every(Number.isFinite), what);
  const ordered = (values: readonly (readonly number[])[]) =>
    values.map(([re, im]) => `${re + 0} ${im + 0}`).toSorted();
  assertEquals(ordered(found.map(([re, im]) => [re, -im])), ordered(found));
  const size = norm(matrix);
  allclose([total(found, ([re]) => re)], [trace], {
    absolute: 1e-13 * size,
  }, what);
  allclose([total(found, ([re, im]) => re * re - im * im)], [square], {
    absolute: 1e-13 * size ** 2,
  }, what);
}

Deno.test("a 2 x 2 rotation generator has the eigenvalues +-i", () => {
  const found = eigenvalues(Float64Array.of(0, -1, 1, 0));
  allclose(found.flat(), [0, -1, 0, 1], { absolute: 1e-14 });
});

Deno.test("a triangular matrix has its diagonal, to the last bit", () => {
  const upper = Float64Array.of(3, 5, -7, 0, -1, 2, 0, 0, 4);
  assertEquals(eigenvalues(upper), [[-1, 0], [3, 0], [4, 0]]);
  const lower = Float64Array.of(3, 0, 0, 5, -1, 0, -7, 2, 4);
  assertEquals(eigenvalues(lower), [[-1, 0], [3, 0], [4, 0]]);
});

Deno.test("a zero matrix has zeros only", () => {
  for (const size of [1, 2, 3, 40]) {
    const found = eigenvalues(new Float64Array(size ** 2));
    assertEquals(found, Array.from({ length: size }, () => [0, 0] as const));
  }
});

Deno.test("a translation has the modes' wave numbers as eigenvalues", () => {
  const found = eigenvalues(generatorOf("translationX"));
  // Modes -2..2 along x, each five times; the wave number is pi per half-frame.
  const expected = [-2, -1, 0, 1, 2].flatMap((mode) =>
    Array.from({ length: 5 }, () => [0, mode * Math.PI])
  );
  allclose(found.flat(), expected.flat(), { absolute: 1e-10 });
});

/** Largest size at which all transformations are tried. */
const FEW_CELLS = 9;

// Stacks of 16 x 16 cells take 6 MB per term, so all tests of a size share one stack.
for (let cells = 1; cells <= 16; cells++) {
  const large = cells > FEW_CELLS;
  // Each transformation is tried at one or two large sizes.
  const some = names.filter((_, i) => !large || (i + cells) % 4 === 0);

  Deno.test(
    `traces at ${cells} x ${cells} cells: ${
      large ? some.join(", ") : "every transformation"
    }, and sums of all`,
    () => {
      const stack = generatorStack(quadratic, cells);
      for (const name of some) {
        assertSpectrum(combine(stack, coefficientsOf(name)), name);
      }
      const random = standardNormal(randomStream(cells, "sums"));
      for (let i = 0; i < (large ? 1 : 3); i++) {
        const sum = new Float64Array(quadratic.terms.length);
        for (const name of names) {
          const weight = random();
          coefficientsOf(name).forEach((a, k) => sum[k] += weight * a);
        }
        assertSpectrum(combine(stack, sum), `sum ${i}`);
      }
    },
  );
}

Deno.test("traces of a composition: products and commutators of generators", () => {
  for (const cells of [3, 4, 6]) {
    const matrices = names.map((name) => generatorOf(name, cells));
    for (const [i, a] of matrices.entries()) {
      const b = matrices[(i + 1) % matrices.length];
      const ab = product(a, b), ba = product(b, a);
      assertSpectrum(ab, `${names[i]} after another`);
      assertSpectrum(ab.map((v, k) => v - ba[k]), `commutator of ${names[i]}`);
    }
  }
});

function product(a: Float64Array, b: Float64Array) {
  const n = Math.sqrt(a.length);
  return Float64Array.from({ length: n * n }, (_, at) => {
    const row = Math.floor(at / n), column = at % n;
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[row * n + k] * b[k * n + column];
    return sum;
  });
}

Deno.test("an antisymmetric generator has imaginary eigenvalues", () => {
  // In split form without a margin the generator of a divergence-free field is
  // antisymmetric.
  for (const cells of [2, 3, 4, 5, 8, 12, 16]) {
    const stack = taperedGeneratorStack(quadratic, cells, 0);
    for (const name of ["rotation", "translationX", "shear"] as const) {
      const matrix = combine(stack, coefficientsOf(name));
      const real = eigenvalues(matrix).map(([re]) => re);
      const what = `${name} at ${cells}`;
      allclose(
        real,
        real.map(() => 0),
        { absolute: 1e-14 * norm(matrix) },
        what,
      );
      assertSpectrum(matrix, what);
    }
  }
});

/** Asserts that found eigenvalues are near the expected ones, each used once. */
function assertSame(
  found: readonly Complex[],
  expected: readonly Complex[],
  tolerance: number,
): void {
  const left = [...expected];
  assertEquals(found.length, expected.length);
  for (const [re, im] of found) {
    const away = left.map(([x, y]) => Math.hypot(x - re, y - im));
    const nearest = away.indexOf(Math.min(...away));
    assert(away[nearest] <= tolerance, `${re}, ${im}: off by ${away[nearest]}`);
    left.splice(nearest, 1);
  }
}

const both = (re: number, im: number): Complex[] => [[re, im], [re, -im]];
const zeros = (count: number) =>
  Array.from({ length: count }, (): Complex => [0, 0]);

Deno.test("generators have numpy's eigenvalues", () => {
  // G of generatorOf written as JSON, then numpy.linalg.eigvals(G), numpy 2.
  const expected: readonly [Name, number, Complex[]][] = [
    ["rotation", 3, [
      ...both(0, 3.3035946785493),
      ...both(0, 2.4183991523123),
      ...both(0, 0.88519552623705),
      ...zeros(3),
    ]],
    ["rotation", 4, [
      ...both(0, 3.4339817211525),
      ...both(0, 2.3561944901923),
      ...both(0, 2.3561944901923),
      ...both(0, 1.0777872309601),
      ...both(0, 0.78539816339745),
      ...zeros(6),
    ]],
    ["shear", 4, [
      ...[1, 2].flatMap(() => both(0, 2.3561944901923)),
      ...[1, 2].flatMap(() => both(0, 0.78539816339745)),
      ...zeros(8),
    ]],
    ["spiral", 3, [
      ...both(0.37764886969678, 3.4420816525061),
      ...both(-0.60459978807807, 1.5996206819769),
      ...both(-1.5868484458529, 1.0236825001938),
      [1.2091995761561, 0],
      [2.4183991523123, 0],
      [0, 0],
    ]],
  ];
  for (const [name, cells, values] of expected) {
    assertSame(eigenvalues(generatorOf(name, cells)), values, 1e-12);
  }
});

Deno.test("other matrices have numpy's eigenvalues", () => {
  // w = numpy.linalg.eigvals([[4,1,-2,2],[1,2,0,1],[-2,0,3,-2],[2,1,-2,-1]])
  const symmetric = [4, 1, -2, 2, 1, 2, 0, 1, -2, 0, 3, -2, 2, 1, -2, -1];
  assertSame(eigenvalues(Float64Array.from(symmetric)), [
    [-2.1975169774394, 0],
    [1.0843644637732, 0],
    [2.2685314064312, 0],
    [6.844621107235, 0],
  ], 1e-12);
  // numpy.linalg.eigvals([[(5*i + 3*j*j) % 11 - 5 for j in range(6)] for i in range(6)])
  const general = Float64Array.from({ length: 36 }, (_, at) => {
    const [i, j] = [Math.floor(at / 6), at % 6];
    return (5 * i + 3 * j * j) % 11 - 5;
  });
  assertSame(eigenvalues(general), [
    ...both(-4.1427318121301, 6.5379293712061),
    ...both(1.3636626887324, 1.7726675521053),
    [-4.4418617532045, 0],
    [0, 0],
  ], 1e-12);
  // Frank's matrix; the small ones are ill-conditioned: numpy.linalg.eigvals(
  //   [[0 if j < i - 1 else 8 - max(i, j) for j in range(8)] for i in range(8)])
  const frank = Float64Array.from({ length: 64 }, (_, at) => {
    const [i, j] = [Math.floor(at / 8), at % 8];
    return j < i - 1 ? 0 : 8 - Math.max(i, j);
  });
  assertSame(eigenvalues(frank), [
    [0.052287626120694, 0],
    [0.10254961532979, 0],
    [0.22453441998507, 0],
    [0.58698447618256, 0],
    [1.7036225668241, 0],
    [4.4536601562672, 0],
    [9.751377387388, 0],
    [19.124983751903, 0],
  ], 1e-10);
});

/** A Jordan block of one eigenvalue, conjugated by a rotation so that it is full. */
function jordan(size: number, value: number) {
  let matrix = Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return i === j ? value : j === i + 1 ? 1 : 0;
  });
  for (let k = 0; k + 1 < size; k++) {
    const turn = Float64Array.from(
      { length: size * size },
      (_, at) => at % (size + 1) === 0 ? 1 : 0,
    );
    const [c, s] = [Math.cos(k + 1), Math.sin(k + 1)];
    turn[k * size + k] = turn[(k + 1) * size + k + 1] = c;
    turn[k * size + k + 1] = -s;
    turn[(k + 1) * size + k] = s;
    const back = turn.map((_, at) =>
      turn[at % size * size + Math.floor(at / size)]
    );
    matrix = product(product(turn, matrix), back);
  }
  return matrix;
}

Deno.test("a defective matrix has its eigenvalue to the k-th root of rounding", () => {
  for (const size of [2, 3, 5]) {
    for (const value of [0, 1, -2]) {
      const matrix = jordan(size, value);
      const expected = Array.from(
        { length: size },
        (): Complex => [value, 0],
      );
      assertSame(eigenvalues(matrix), expected, 5 * 1e-15 ** (1 / size));
      assertSpectrum(matrix, `Jordan block of ${size}, ${value}`);
    }
  }
});

Deno.test("cyclic permutations, which QR without shifts does not change, have the roots of unity", () => {
  for (const size of [3, 4, 8, 25, 64, 144]) {
    const matrix = new Float64Array(size ** 2);
    for (let i = 0; i < size; i++) matrix[(i + 1) % size * size + i] = 1;
    const roots = Array.from({ length: size }, (_, k): Complex => {
      const angle = 2 * Math.PI * k / size;
      return [Math.cos(angle), Math.sin(angle)];
    });
    assertSame(eigenvalues(matrix), roots, 1e-13 * size);
  }
});

Deno.test("orthogonal matrices have eigenvalues of length 1", () => {
  const random = standardNormal(randomStream(0, "orthogonal"));
  for (const size of [4, 9, 30]) {
    // A product of reflections I - 2 u u^T / (u^T u).
    let matrix = Float64Array.from(
      { length: size * size },
      (_, at) => at % (size + 1) === 0 ? 1 : 0,
    );
    for (let k = 0; k < size; k++) {
      const u = Float64Array.from({ length: size }, random);
      const length = u.reduce((sum, v) => sum + v * v, 0);
      const reflection = matrix.map((_, at) =>
        (at % (size + 1) === 0 ? 1 : 0) -
        2 * u[Math.floor(at / size)] * u[at % size] / length
      );
      matrix = product(reflection, matrix);
    }
    const lengths = eigenvalues(matrix).map(([re, im]) => Math.hypot(re, im));
    allclose(lengths, lengths.map(() => 1), { absolute: 1e-13 });
    assertSpectrum(matrix, `orthogonal, ${size}`);
  }
});

Deno.test("bad scaling of a matrix costs no precision", () => {
  // D^-1 A D has the eigenvalues of A, for every diagonal D.
  const plain = Float64Array.of(4, 1, -2, 1, 2, 1, -2, 1, 3);
  for (const d of [[0, 30, 60], [60, 0, 30], [60, 30, 0]]) {
    const scaled = plain.map((value, at) =>
      value * 2 ** (d[at % 3] - d[Math.floor(at / 3)])
    );
    assertSame(eigenvalues(scaled), eigenvalues(plain), 1e-13);
  }
});

Deno.test("eigenvalues scale with the matrix, from the smallest numbers to the largest", () => {
  const matrix = generatorOf("spiral", 4);
  const found = eigenvalues(matrix);
  for (const power of [-1000, -60, 60, 1000]) {
    const factor = 2 ** power;
    assertEquals(
      eigenvalues(matrix.map((v) => v * factor)),
      found.map(([re, im]) => [re * factor, im * factor]),
    );
  }
  assertThrows(
    () => eigenvalues(new Float64Array(4).fill(1e308)), // 0 and 2e308
    NoConvergenceError,
    "an eigenvalue exceeds the largest floating-point number",
  );
});

Deno.test("the matrix is not changed, and a second call gives the same", () => {
  const matrix = generatorOf("spiral", 6), before = matrix.slice();
  assertEquals(eigenvalues(matrix), eigenvalues(matrix));
  assertEquals(matrix, before);
});

Deno.test("at its limit the iteration ends with a NoConvergenceError, or a reason", () => {
  const matrix = generatorOf("rotation", 4);
  const message =
    "the QR iteration stopped after 3 sweeps, with 0 of 16 eigenvalues found";
  const { name } = assertThrows(
    () => eigenvalues(matrix, 3),
    NoConvergenceError,
    message,
  );
  assertEquals(name, "NoConvergenceError");
  assertEquals(spectrumOf(matrix, 3), { kind: "missing", reason: message });
  assertEquals(spectrumOf(matrix), {
    kind: "found",
    values: eigenvalues(matrix),
  });
});

Deno.test("blocks that only rounding couples are separated without a sweep", () => {
  // Their diagonal is 0, so the coupling is compared with the neighbouring entries.
  const matrix = Float64Array.from([
    ...[0, 1, 0, 1],
    ...[-1, 0, 0, 0],
    ...[0, 1e-17, 0, 2],
    ...[0, 0, -2, 0],
  ]);
  assertSame(eigenvalues(matrix, 0), [...both(0, 1), ...both(0, 2)], 1e-15);
  const coupled = matrix.map((value) => value === 1e-17 ? 1e-3 : value);
  assertThrows(() => eigenvalues(coupled, 0), NoConvergenceError);
});

Deno.test("matrices that are not square or not finite are refused", () => {
  for (const refuse of [eigenvalues, spectrumOf]) {
    assertThrows(() => refuse(new Float64Array(3)), RangeError, "found 3");
    assertThrows(() => refuse(new Float64Array(0)), RangeError, "found 0");
    for (const value of [NaN, Infinity, -Infinity]) {
      assertThrows(
        () => refuse(Float64Array.of(1, 0, value, 1)),
        RangeError,
        `eigenvalues: expected finite numbers, found ${value} at index 2`,
      );
    }
  }
  assertEquals(eigenvalues(Float64Array.of(2)), [[2, 0]]);
});
