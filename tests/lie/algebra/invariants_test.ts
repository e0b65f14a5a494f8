import { assert, assertEquals } from "@std/assert";
import {
  centreOfAlgebra,
  derivedAlgebra,
  invariantsOf,
  killingForm,
} from "#lib/lie/algebra/invariants.ts";
import {
  bracketIn,
  changeOfBasis,
  type LieAlgebra,
  restriction,
} from "#lib/lie/algebra/lie_algebra.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../../allclose.ts";
import { mixedRows, randomMatrix } from "./random_matrix.ts";
import { textbookAlgebras } from "./textbook_algebras.ts";

const gauss = standardNormal(randomStream(0, "invariants"));
const known = new Map(textbookAlgebras);
function algebra(name: string): LieAlgebra {
  const found = known.get(name);
  assert(found !== undefined, name);
  return found;
}

Deno.test("invariants of textbook algebras", () => {
  assertEquals(invariantsOf(algebra("sim(2)")), {
    dimension: 4,
    killing: [1, 1, 2],
    derived: [4, 2, 0],
    lowerCentral: [4, 2],
    centre: 0,
    unimodular: false,
  });
  assertEquals(invariantsOf(algebra("Heisenberg")), {
    dimension: 3,
    killing: [0, 0, 3],
    derived: [3, 1, 0],
    lowerCentral: [3, 1, 0],
    centre: 1,
    unimodular: true,
  });
  assertEquals(invariantsOf(algebra("so(3,1)")), {
    dimension: 6,
    killing: [3, 3, 0],
    derived: [6],
    lowerCentral: [6],
    centre: 0,
    unimodular: true,
  });
  assertEquals(invariantsOf(algebra("R^3")).derived, [3, 0]);
});

Deno.test("invariants do not depend on the basis", () => {
  for (const [name, one] of textbookAlgebras) {
    const other = changeOfBasis(one, randomMatrix(one.dimension, 10, gauss));
    assertEquals(invariantsOf(other, 1e-6), invariantsOf(one), name);
  }
});

Deno.test("the Killing form of so(3) is -2, and changes as a form does", () => {
  const so3 = algebra("so(3)");
  allclose(killingForm(so3), [-2, 0, 0, 0, -2, 0, 0, 0, -2], {
    absolute: 1e-14,
  });
  const matrix = randomMatrix(3, 4, gauss);
  const transposed = matrix.map((_, i) =>
    matrix[i % 3 * 3 + Math.floor(i / 3)]
  );
  allclose(
    killingForm(changeOfBasis(so3, matrix)),
    mixedRows(matrix, transposed, 3).map((value) => -2 * value),
    { absolute: 1e-12 },
  );
});

Deno.test("the Killing form is invariant: K([x, y], z) = K(x, [y, z])", () => {
  for (const name of ["aff(2)", "sl(2) + aff(1)", "so(2,2) = sl(2) + sl(2)"]) {
    const one = algebra(name), n = one.dimension, form = killingForm(one);
    const [x, y, z] = [1, 2, 3].map(() =>
      Float64Array.from({ length: n }, () => gauss())
    );
    const k = (a: Float64Array, b: Float64Array) =>
      form.reduce(
        (sum, value, at) => sum + value * a[Math.floor(at / n)] * b[at % n],
        0,
      );
    const left = k(bracketIn(one, x, y), z);
    assert(Math.abs(left) > 1e-3);
    allclose([left], [k(x, bracketIn(one, y, z))], { absolute: 1e-11 });
  }
});

Deno.test("the centre commutes with all, and brackets lie in the derived algebra", () => {
  const one = changeOfBasis(algebra("gl(2)"), randomMatrix(4, 3, gauss));
  const centre = centreOfAlgebra(one);
  assertEquals(centre.length, 4);
  const x = Float64Array.from({ length: 4 }, () => gauss());
  const y = Float64Array.from({ length: 4 }, () => gauss());
  allclose(bracketIn(one, centre, x), [0, 0, 0, 0], { absolute: 1e-12 });
  const rest = bracketIn(one, x, y), derived = derivedAlgebra(one);
  assertEquals(derived.length, 12);
  for (let k = 0; k < 12; k += 4) {
    const row = derived.subarray(k, k + 4);
    const along = row.reduce((sum, value, i) => sum + value * rest[i], 0);
    row.forEach((value, i) => rest[i] -= along * value);
  }
  allclose(rest, [0, 0, 0, 0], { absolute: 1e-12 });
  assertEquals(invariantsOf(restriction(one, derived)).killing, [2, 1, 0]);
});

Deno.test("a change of basis and back changes nothing", () => {
  const one = algebra("aff(2)");
  const matrix = Float64Array.from(
    { length: 36 },
    (_, at) => at % 7 === 0 ? 1 : at === 2 ? 3 : 0,
  );
  const back = matrix.map((value, at) => at === 2 ? -value : value);
  allclose(
    changeOfBasis(changeOfBasis(one, matrix), back).structure,
    one.structure,
    {
      absolute: 1e-13,
    },
  );
  // Doubled generators have doubled structure constants.
  const double = matrix.map((_, at) => at % 7 === 0 ? 2 : 0);
  allclose(
    changeOfBasis(one, double).structure,
    one.structure.map((value) => 2 * value),
    { absolute: 1e-13 },
  );
});
