import { assert, assertThrows } from "@std/assert";
import {
  grassmannDistance,
  principalAngles,
} from "#lib/lie/algebra/principal_angles.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../../allclose.ts";
import { mixedRows, randomMatrix } from "./random_matrix.ts";

const TERMS = 12;
const gauss = standardNormal(randomStream(0, "spaces"));
const space = (dimension: number) =>
  Float64Array.from({ length: dimension * TERMS }, () => gauss());

Deno.test("planes that turn by known angles", () => {
  for (const degrees of [[1e-3, 30], [10, 80], [45, 90], [0, 60]]) {
    const [p, q] = degrees.map((angle) => angle * Math.PI / 180);
    const found = principalAngles(
      Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0),
      // deno-fmt-ignore
      Float64Array.of(
        Math.cos(p), 0, Math.sin(p), 0,
        0, Math.cos(q), 0, Math.sin(q),
      ),
      4,
    );
    allclose(found, degrees, { absolute: 2e-6 });
  }
});

Deno.test("angles are the same from both sides and for every basis", () => {
  for (const [k, l] of [[3, 3], [2, 5], [6, 1]]) {
    const [a, b] = [space(k), space(l)];
    const angles = principalAngles(a, b, TERMS);
    assert(angles.length === Math.min(k, l));
    assert(angles.every((angle, i) => i === 0 || angle >= angles[i - 1]));
    allclose(principalAngles(b, a, TERMS), angles, { absolute: 1e-9 });
    const mixed = mixedRows(randomMatrix(k, 50, gauss), a, TERMS);
    allclose(principalAngles(mixed, b, TERMS), angles, { absolute: 1e-6 });
  }
});

Deno.test("equal spaces, and a space and a part of it, have angles of 0", () => {
  const a = space(4);
  const mixed = mixedRows(randomMatrix(4, 10, gauss), a, TERMS);
  allclose(principalAngles(a, mixed, TERMS), [0, 0, 0, 0], { absolute: 1e-9 });
  allclose(
    principalAngles(a, mixed.subarray(0, 2 * TERMS), TERMS),
    [0, 0],
    { absolute: 1e-9 },
  );
});

Deno.test("the Grassmann distance is a metric", () => {
  for (let trial = 0; trial < 20; trial++) {
    const [a, b, c] = [space(3), space(3), space(3)];
    const [ab, bc, ac] = [[a, b], [b, c], [a, c]].map(([p, q]) =>
      grassmannDistance(p, q, TERMS)
    );
    assert(ab > 0 && ac <= ab + bc, `${ac} beyond ${ab} + ${bc}`);
    allclose([grassmannDistance(b, a, TERMS)], [ab], { absolute: 1e-9 });
    allclose([grassmannDistance(a, a, TERMS)], [0], { absolute: 1e-9 });
  }
});

Deno.test("orthogonal planes have the distance pi / sqrt 2", () => {
  allclose(
    [grassmannDistance(
      Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0),
      Float64Array.of(0, 0, 1, 0, 0, 0, 0, 1),
      4,
    )],
    [Math.PI / Math.SQRT2],
    { absolute: 1e-12 },
  );
});

Deno.test("rows that do not fit, are dependent or of unequal number are refused", () => {
  assertThrows(
    () => principalAngles(space(2), new Float64Array(13), TERMS),
    RangeError,
    "13",
  );
  assertThrows(
    () => principalAngles(space(2), new Float64Array(12), TERMS),
    RangeError,
  );
  assertThrows(
    () => grassmannDistance(space(2), space(3), TERMS),
    RangeError,
    "2 and 3",
  );
});
