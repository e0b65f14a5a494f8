import { assertEquals } from "@std/assert";
import {
  regionUnder,
  sourceCells,
  squareSymmetries,
  type SquareSymmetry,
} from "#lib/matching/square_symmetries.ts";

const all = Object.entries<SquareSymmetry>(squareSymmetries);
const SIDE = 4;
const identity = [...new Array(SIDE * SIDE).keys()];

/** The source cells of one symmetry applied after another. */
function after(
  second: SquareSymmetry,
  first: SquareSymmetry,
): number[] {
  const of = sourceCells(first, SIDE);
  return Array.from(sourceCells(second, SIDE), (cell) => of[cell]);
}

/** The matrix of one symmetry applied after another. */
const product = (a: SquareSymmetry, b: SquareSymmetry): SquareSymmetry => ({
  xx: a.xx * b.xx + a.xy * b.yx,
  xy: a.xx * b.xy + a.xy * b.yy,
  yx: a.yx * b.xx + a.yy * b.yx,
  yy: a.yx * b.xy + a.yy * b.yy,
});

for (const [name, symmetry] of all) {
  Deno.test(`${name}: cells move as the matrices multiply, and stay in the group`, () => {
    for (const [, first] of all) {
      const both = product(symmetry, first);
      assertEquals(
        Array.from(sourceCells(both, SIDE)),
        after(symmetry, first),
      );
      const same = all.filter(([, { xx, xy, yx, yy }]) =>
        xx === both.xx && xy === both.xy && yx === both.yx && yy === both.yy
      );
      assertEquals(same.length, 1);
    }
  });
}

Deno.test("a mirror twice, and a quarter turn four times, is the identity", () => {
  const order = (symmetry: SquareSymmetry) => {
    let [power, n] = [symmetry, 1];
    while (sourceCells(power, SIDE).some((cell, i) => cell !== identity[i])) {
      [power, n] = [product(symmetry, power), n + 1];
    }
    return n;
  };
  assertEquals(all.map(([, symmetry]) => order(symmetry)), [
    1,
    4,
    2,
    4,
    2,
    2,
    2,
    2,
  ]);
});

Deno.test("a turn clockwise brings the left column to the top", () => {
  const source = sourceCells(
    squareSymmetries["turn by 90 degrees clockwise"],
    SIDE,
  );
  assertEquals(Array.from(source.slice(0, SIDE)), [12, 8, 4, 0]);
});

Deno.test("the region of a strip under a turn is the square in its middle", () => {
  const strip = { left: 0, right: 9, top: 3, bottom: 6 };
  const { transposition, "mirror left to right": mirror } = squareSymmetries;
  assertEquals(regionUnder(mirror, strip), strip);
  assertEquals(regionUnder(transposition, strip), {
    left: 3,
    right: 6,
    top: 3,
    bottom: 6,
  });
});
