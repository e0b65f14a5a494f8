import { assertThrows } from "@std/assert";
import { dot } from "#lib/lie/coefficients.ts";
import { orthonormalRows } from "#lib/lie/orthonormal_rows.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

const COLUMNS = 7, ROWS = 4;
const gauss = standardNormal(randomStream(0, "rows"));
const rows = Float64Array.from({ length: ROWS * COLUMNS }, () => gauss());
const row = (all: Float64Array, k: number) =>
  all.subarray(k * COLUMNS, (k + 1) * COLUMNS);

Deno.test("rows become orthonormal, and given rows are combinations of those up to them", () => {
  const found = orthonormalRows(rows, COLUMNS);
  for (let k = 0; k < ROWS; k++) {
    const rest = row(rows, k).slice();
    for (let l = 0; l < ROWS; l++) {
      allclose([dot(row(found, k), row(found, l))], [k === l ? 1 : 0], {
        absolute: 1e-14,
      });
      const along = dot(row(rows, k), row(found, l));
      if (l <= k) row(found, l).forEach((v, i) => rest[i] -= along * v);
    }
    allclose(rest, new Float64Array(COLUMNS), { absolute: 1e-14 });
  }
});

Deno.test("rows that are nearly parallel become orthogonal to rounding", () => {
  const found = orthonormalRows(Float64Array.of(1, 1e-8, 1, 0), 2);
  allclose([dot(found.subarray(0, 2), found.subarray(2))], [0], {
    absolute: 1e-14,
  });
});

Deno.test("dependent, zero and infinite rows are refused", () => {
  for (const second of [[2, 4], [0, 0], [Infinity, 1]]) {
    assertThrows(
      () => orthonormalRows(Float64Array.of(1, 2, ...second), 2),
      RangeError,
      "index 1",
    );
  }
});
