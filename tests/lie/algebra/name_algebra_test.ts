import { assertEquals } from "@std/assert";
import {
  changeOfBasis,
  type LieAlgebra,
} from "#lib/lie/algebra/lie_algebra.ts";
import { nameAlgebra } from "#lib/lie/algebra/name_algebra.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { randomMatrix } from "./random_matrix.ts";
import { textbookAlgebras, unnamedAlgebras } from "./textbook_algebras.ts";

/** Adds noise, relative to the largest structure constant or to 1 if that is larger. */
function noisy(
  { dimension: n, structure }: LieAlgebra,
  share: number,
  gauss: () => number,
): LieAlgebra {
  const size = structure.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
  const out = structure.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      for (let k = 0; k < n; k++) {
        const noise = share * size * gauss();
        out[(i * n + j) * n + k] += noise;
        out[(j * n + i) * n + k] -= noise;
      }
    }
  }
  return { dimension: n, structure: out };
}

Deno.test("textbook algebras have their names, in every basis", () => {
  const gauss = standardNormal(randomStream(0, "algebras"));
  for (const [name, algebra] of textbookAlgebras) {
    assertEquals(nameAlgebra(algebra), { name, known: true });
    for (let trial = 0; trial < 10; trial++) {
      const matrix = randomMatrix(algebra.dimension, 10, gauss);
      const other = changeOfBasis(algebra, matrix);
      assertEquals(nameAlgebra(other, 1e-6), { name, known: true });
    }
  }
});

Deno.test("noise of 1 % in nearly orthonormal generators does not change a name", () => {
  const gauss = standardNormal(randomStream(1, "noisy algebras"));
  for (const [name, algebra] of textbookAlgebras) {
    for (let trial = 0; trial < 20; trial++) {
      const matrix = randomMatrix(algebra.dimension, 1.5, gauss);
      const other = noisy(changeOfBasis(algebra, matrix), 0.01, gauss);
      assertEquals(nameAlgebra(other).name, name);
    }
  }
});

Deno.test("an algebra that the invariants do not determine has a description", () => {
  for (const [name, algebra] of unnamedAlgebras) {
    assertEquals(nameAlgebra(algebra), { name, known: false });
  }
});
