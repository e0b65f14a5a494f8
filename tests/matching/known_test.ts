import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { cutThreshold, knownAt, knownCells } from "#lib/matching/known.ts";
import { edgeCells } from "#lib/matching/region.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";

const SIDE = 8;
const whole = { left: 0, right: 7, top: 0, bottom: 7 };
const strip = { left: 0, right: 7, top: 2, bottom: 5 };
const LIMIT = 0.2;

/** An empty image with the value 1 at some cells, given by row and column. */
function withObjects(...cells: readonly (readonly [number, number])[]) {
  const image = new Float32Array(SIDE * SIDE);
  for (const [row, column] of cells) image[row * SIDE + column] = 1;
  return image;
}

Deno.test("an object within the image leaves nothing unknown", () => {
  const image = withObjects([3, 3], [1, 6]);
  assertEquals(knownCells(image, SIDE, whole, "black", LIMIT), undefined);
});

Deno.test("cells beyond an edge that cuts an object are unknown, and the others known", () => {
  const known = knownCells(withObjects([0, 3]), SIDE, whole, "black", LIMIT)!;
  const at = (x: number, y: number) => knownAt(known, SIDE, x, y);
  assertEquals([at(3, 0), at(3, -5), at(3, -0.1)], [0, 0, 0]);
  assertEquals([at(5, -5), at(3, 1), at(-5, 4), at(9, 9)], [1, 1, 1, 1]);
  // The known share grows linearly over one cell.
  assertAlmostEquals(at(3, 0.25), 0.25, 1e-6);
  assertAlmostEquals(at(3.5, -2), 0.5, 1e-6);
});

Deno.test("around images that are not square, the nearest cell decides", () => {
  const known = knownCells(withObjects([5, 2]), SIDE, strip, "black", LIMIT)!;
  const at = (x: number, y: number) => knownAt(known, SIDE, x, y);
  assertEquals([at(2, 5), at(2, 7), at(2, 20)], [0, 0, 0]);
  assertEquals([at(2, 2), at(2, 0), at(6, 7)], [1, 1, 1]);
});

Deno.test("a scene is unknown beyond all edges", () => {
  const image = new Float32Array(SIDE * SIDE);
  const known = knownCells(image, SIDE, strip, "unknown", LIMIT)!;
  for (const cell of edgeCells(SIDE, strip)) assertEquals(known[cell], 0);
  assertEquals(knownAt(known, SIDE, 3, 3), 1);
  assertEquals(knownAt(known, SIDE, 3, -2), 0);
});

Deno.test("the edge of a strip is its outermost cells, each once", () => {
  const cells = edgeCells(SIDE, strip);
  assertEquals(cells.length, 8 + 8 + 2 + 2);
  assertEquals(new Set(cells).size, cells.length);
});

Deno.test("noise on the edge raises the threshold above itself, objects do not", () => {
  const gauss = standardNormal(randomStream(0, "edges"));
  const images = (noise: number, cut: number) =>
    Float32Array.from({ length: 200 * SIDE * SIDE }, (_, i) => {
      const isCut = Math.floor(i / 64) % 5 === 0 && i % SIDE < 3;
      return noise * gauss() + (isCut ? cut : 0);
    });
  const threshold = (noise: number, cut: number) =>
    runAtOnce(cutThreshold([images(noise, cut)], SIDE, whole));
  assertEquals(threshold(0, 0), 0.05);
  assertEquals(threshold(0, 1), 0.05);
  const [alone, beside] = [threshold(0.1, 0), threshold(0.1, 1)];
  assert(Math.abs(alone - 0.4) < 0.02, `${alone}`);
  assert(beside > alone - 0.02 && beside < 1.3 * alone, `${beside}`);
});
