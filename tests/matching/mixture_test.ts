import { assert, assertEquals } from "@std/assert";
import { mixtureOf, shareLeftBy } from "#lib/matching/mixture.ts";
import type { PairFields } from "#lib/matching/pair_fields.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";

const COUNT = 60, TERMS = 3;
const gauss = standardNormal(randomStream(5, "mixture test"));

/** Fields with random positive definite information matrices. */
function fieldsOf(rows: readonly (readonly number[])[]): PairFields {
  const information = rows.flatMap(() => {
    const root = Array.from({ length: TERMS ** 2 }, gauss);
    return Array.from({ length: TERMS ** 2 }, (_, at) => {
      const [k, l] = [Math.floor(at / TERMS), at % TERMS];
      let sum = k === l ? 0.1 : 0;
      for (let i = 0; i < TERMS; i++) {
        sum += root[k * TERMS + i] * root[l * TERMS + i];
      }
      return sum;
    });
  });
  return {
    count: rows.length,
    terms: TERMS,
    coefficients: Float64Array.from(rows.flat()),
    information: Float64Array.from(information),
    errors: new Float64Array(rows.length),
    errorsWithoutMotion: new Float64Array(rows.length).fill(1),
  };
}

const lines = [[1, 0, 0], [0.6, 0.8, 0], [0, 0.6, 0.8]];

Deno.test("a mixture finds lines that are not orthogonal, and the fields on each", () => {
  const fields = fieldsOf(Array.from({ length: COUNT }, (_, i) => {
    const t = gauss() + Math.sign(gauss());
    return lines[i % 3].map((value) => t * value);
  }));
  const found = runAtOnce(mixtureOf(fields));
  assert(shareLeftBy(found, fields) < 1e-6);
  for (let i = 3; i < COUNT; i++) {
    assertEquals(found.generators[i], found.generators[i % 3]);
  }
  assertEquals(new Set(found.generators).size, 3);
});

Deno.test("a mixture leaves a large part of fields in all directions", () => {
  const fields = fieldsOf(
    Array.from({ length: COUNT }, () => Array.from({ length: TERMS }, gauss)),
  );
  const found = runAtOnce(mixtureOf(fields));
  assert(shareLeftBy(found, fields) > 0.05);
});
