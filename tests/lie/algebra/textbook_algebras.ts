import type { LieAlgebra } from "#lib/lie/algebra/lie_algebra.ts";
import { solve } from "#lib/lie/solve.ts";

/** The nonzero entries of a matrix: [row, column, value]. */
type Entries = readonly (readonly [number, number, number])[];

const E = (row: number, column: number, value = 1) =>
  [row, column, value] as const;

/** Matrices of `size` rows that span an algebra. */
interface MatrixAlgebra {
  readonly size: number;
  readonly generators: readonly Entries[];
}

const affineOne: Entries[] = [[E(0, 0)], [E(0, 1)]];
const turn: Entries = [E(0, 1, -1), E(1, 0, 1)];
const grow: Entries = [E(0, 0), E(1, 1)];
const squeeze: Entries = [E(0, 0), E(1, 1, -1)];
const slant: Entries = [E(0, 1), E(1, 0)];
const shifts: Entries[] = [[E(0, 2)], [E(1, 2)]];
const special: Entries[] = [turn, squeeze, slant];
const turns3: Entries[] = [
  turn,
  [E(1, 2, -1), E(2, 1)],
  [E(0, 2, -1), E(2, 0)],
];

/** Generators of the group that preserves the quadratic form with these signs. */
function orthogonal(...signs: number[]): MatrixAlgebra {
  const generators: Entries[] = [];
  for (let i = 0; i < signs.length; i++) {
    for (let j = i + 1; j < signs.length; j++) {
      generators.push([E(i, j, -signs[i]), E(j, i, signs[j])]);
    }
  }
  return { size: signs.length, generators };
}

const of = (size: number, ...generators: Entries[]): MatrixAlgebra => ({
  size,
  generators,
});

/** The direct sum of two algebras, as block matrices. */
const sum = (a: MatrixAlgebra, b: MatrixAlgebra): MatrixAlgebra => ({
  size: a.size + b.size,
  generators: [
    ...a.generators,
    ...b.generators.map((entries) =>
      entries.map(([i, j, value]) => E(i + a.size, j + a.size, value))
    ),
  ],
});

const line = of(1, [E(0, 0)]);
const lines = (n: number): MatrixAlgebra =>
  n === 1 ? line : sum(line, lines(n - 1));
const aff1 = of(2, ...affineOne);
const heisenberg = of(3, [E(0, 1)], [E(1, 2)], [E(0, 2)]);
const so3 = orthogonal(1, 1, 1);

/** The semidirect product of R^n and an algebra that acts on it. */
const withShifts = (
  { size, generators }: MatrixAlgebra,
): MatrixAlgebra => ({
  size: size + 1,
  generators: [
    ...generators,
    ...Array.from({ length: size }, (_, i): Entries => [E(i, size)]),
  ],
});

const MATRICES: Readonly<Record<string, MatrixAlgebra>> = {
  "R": line,
  "R^2": lines(2),
  "R^3": lines(3),
  "R^6": lines(6),
  "aff(1)": aff1,
  "aff(1) + R": sum(aff1, line),
  "aff(1) + R^2": sum(aff1, lines(2)),
  "Heisenberg": heisenberg,
  "Heisenberg + R": sum(heisenberg, line),
  "se(2)": of(3, turn, ...shifts),
  "se(2) + R": sum(of(3, turn, ...shifts), line),
  "e(1,1)": of(3, squeeze, ...shifts),
  "R ⋉ R^2 by dilation": of(3, grow, ...shifts),
  "R ⋉ R^3 by dilation": of(
    4,
    [...grow, E(2, 2)],
    [E(0, 3)],
    [E(1, 3)],
    [E(2, 3)],
  ),
  "sl(2)": of(2, ...special),
  "so(3)": so3,
  "gl(2)": of(2, ...special, grow),
  "u(2)": sum(so3, line),
  "sim(2)": of(3, turn, grow, ...shifts),
  "aff(1) + aff(1)": sum(aff1, aff1),
  "sa(2)": of(3, ...special, ...shifts),
  "sl(2) + aff(1)": sum(of(2, ...special), aff1),
  "so(3) + aff(1)": sum(so3, aff1),
  "sl(2) + R^2": sum(of(2, ...special), lines(2)),
  "aff(2)": of(3, ...special, grow, ...shifts),
  "sa(2) + R": sum(of(3, ...special, ...shifts), line),
  "so(3,1)": orthogonal(1, 1, 1, -1),
  "so(2,2) = sl(2) + sl(2)": orthogonal(1, 1, -1, -1),
  "so(4) = so(3) + so(3)": orthogonal(1, 1, 1, 1),
  "sl(2) + so(3)": sum(of(2, ...special), so3),
  "se(3)": withShifts(of(3, ...turns3)),
  "iso(2,1)": withShifts(orthogonal(1, 1, -1)),
};

/** Algebras without a name in this project, by their descriptions. */
const UNNAMED: Readonly<Record<string, MatrixAlgebra>> = {
  // Spirals (a rotation and a scaling at once) and translations.
  "solvable algebra of dimension 3, derived series 3, 2, 0": of(
    3,
    [E(0, 0, 0.5), E(1, 1, 0.5), ...turn],
    ...shifts,
  ),
  "nilpotent algebra of dimension 4, lower central series 4, 2, 1, 0": of(
    4,
    [E(0, 1), E(1, 2)],
    [E(2, 3)],
    [E(1, 3)],
    [E(0, 3)],
  ),
  "solvable algebra of dimension 6, derived series 6, 3, 0": sum(
    sum(aff1, aff1),
    aff1,
  ),
  "algebra of dimension 6, derived series 6, 5, 3": sum(
    of(2, ...special),
    of(3, turn, ...shifts),
  ),
};

/** The structure constants of matrices, by least squares. */
function algebraOf({ size, generators }: MatrixAlgebra): LieAlgebra {
  const n = generators.length;
  const matrices = generators.map((entries) => {
    const matrix = new Float64Array(size * size);
    for (const [i, j, value] of entries) matrix[i * size + j] = value;
    return matrix;
  });
  const gram = Float64Array.from(
    { length: n * n },
    (_, at) => inner(matrices[Math.floor(at / n)], matrices[at % n]),
  );
  const structure = new Float64Array(n ** 3);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const ij = times(matrices[i], matrices[j], size);
      const ji = times(matrices[j], matrices[i], size);
      const bracket = ij.map((value, at) => value - ji[at]);
      const right = Float64Array.from(matrices, (one) => inner(one, bracket));
      structure.set(solve(gram, right, n), (i * n + j) * n);
    }
  }
  return { dimension: n, structure };
}

const inner = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

const times = (a: Float64Array, b: Float64Array, n: number) =>
  a.map((_, at) => {
    const i = Math.floor(at / n), j = at % n;
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
    return sum;
  });

const table = (matrices: Readonly<Record<string, MatrixAlgebra>>) =>
  Object.entries(matrices).map(([name, one]) =>
    [name, algebraOf(one)] as const
  );

/** Names and structure constants of algebras of matrices. */
export const textbookAlgebras: readonly (readonly [string, LieAlgebra])[] =
  table(MATRICES);

/** Descriptions and structure constants of algebras without a name. */
export const unnamedAlgebras: readonly (readonly [string, LieAlgebra])[] =
  table(UNNAMED);
