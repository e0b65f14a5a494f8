import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { smiley } from "#lib/datasets/smiley.ts";

Deno.test("a smiley is symmetric from left to right, and smiles", () => {
  const side = 64;
  const image = smiley(side);
  assertEquals(image.length, side * side);
  const at = (row: number, column: number) => image[row * side + column];
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      assertAlmostEquals(at(row, column), at(row, side - 1 - column), 1e-6);
    }
  }
  const dark = (row: number) =>
    Array.from({ length: side }, (_, column) => at(row, column))
      .filter((value) => value > 0 && value < 0.3).length;
  const rows = Array.from({ length: side }, (_, row) => dark(row));
  const eyes = rows.slice(16, 32).reduce((sum, n) => sum + n, 0);
  const mouth = rows.slice(34, 50).reduce((sum, n) => sum + n, 0);
  assert(eyes > 20 && mouth > 20, `${eyes}, ${mouth}`);
});

Deno.test("a smiley is the same face at every resolution, black around, within [0, 1]", () => {
  const mean = (side: number) => {
    const image = smiley(side);
    assert(image.every((value) => value >= 0 && value <= 1));
    for (let i = 0; i < side; i++) assertEquals(image[i], 0);
    return image.reduce((sum, value) => sum + value, 0) / image.length;
  };
  assertAlmostEquals(mean(32), mean(128), 2e-3);
});

Deno.test("too small a side is turned away", () => {
  for (const wrong of [0, 7, 8.5, NaN]) {
    assertThrows(() => smiley(wrong), RangeError, `found ${wrong}`);
  }
});
