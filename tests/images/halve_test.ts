import { assert, assertEquals } from "@std/assert";
import { halving } from "#lib/images/halve.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

const SIDE = 12;
const randomImage = (name: string) =>
  Float32Array.from({ length: SIDE ** 2 }, randomStream(0, name));

function halved(image: Float32Array, sd: number): Float32Array {
  const { side, halve } = halving(SIDE, sd);
  const out = new Float32Array(side ** 2).fill(7);
  halve(image, out);
  return out;
}

/** Halving as defined, in two dimensions at once. */
function halvedPlainly(image: Float32Array, sd: number): Float64Array {
  const reach = Math.max(1, Math.ceil(3 * sd));
  // Cells lie half a cell from the corner, and each further one is one cell more away.
  const far = Array.from({ length: 2 * reach }, (_, i) => i - reach + 0.5);
  const weight = (d: number) => Math.exp(-d * d / (2 * sd * sd));
  const total = far.reduce((sum, d) => sum + weight(d), 0);
  return Float64Array.from({ length: (SIDE / 2) ** 2 }, (_, i) => {
    const [row, column] = [Math.floor(i / (SIDE / 2)), i % (SIDE / 2)];
    let sum = 0;
    for (const dy of far) {
      for (const dx of far) {
        const [y, x] = [2 * row + 0.5 + dy, 2 * column + 0.5 + dx];
        if (y < 0 || x < 0 || y >= SIDE || x >= SIDE) continue;
        sum += weight(dy) * weight(dx) * image[y * SIDE + x];
      }
    }
    return sum / total ** 2;
  });
}

for (const sd of [0.2, 1, 1.5]) {
  Deno.test(`halving applies a Gaussian about every fourth corner: sd ${sd}`, () => {
    const image = randomImage("image");
    allclose(halved(image, sd), halvedPlainly(image, sd), { absolute: 1e-6 });
  });
}

Deno.test("halving keeps an even image inside, and darkens its edge", () => {
  const out = halved(new Float32Array(SIDE ** 2).fill(1), 0.5);
  assertEquals(out.length, 36);
  // A Gaussian of 1/2 reaches two cells, and one of them is beyond the edge.
  out.forEach((value, i) => {
    const [row, column] = [Math.floor(i / 6), i % 6];
    const edges = [row, column].filter((at) => at === 0 || at === 5).length;
    assert(edges > 0 ? value < 0.999 : Math.abs(value - 1) < 1e-6);
  });
});

Deno.test("halving is linear, mirrors with the image, and can be used again", () => {
  const [a, b] = [randomImage("a"), randomImage("b")];
  const sum = a.map((value, i) => value - 3 * b[i]);
  const [ha, hb] = [halved(a, 1), halved(b, 1)];
  const both = ha.map((value, i) => value - 3 * hb[i]);
  allclose(halved(sum, 1), both, { absolute: 1e-6 });
  allclose(halved(a.toReversed(), 1), ha.toReversed(), { absolute: 1e-6 });

  const { halve } = halving(SIDE, 1);
  const out = new Float32Array(36);
  halve(b, out);
  halve(a, out);
  assertEquals(out, ha);
});
