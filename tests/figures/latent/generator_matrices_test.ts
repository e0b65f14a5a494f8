import { assert, assertEquals, assertThrows } from "@std/assert";
import { generatorMatricesFigure } from "#lib/figures/latent/generator_matrices.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { generatorStack } from "#lib/lie/generator.ts";
import { all, parseSvg, textsOf } from "../parse_svg.ts";

const size = 3;
const stack = generatorStack(quadratic, size);
const matrix = (i: number) =>
  stack.subarray(i * size ** 4, (i + 1) * size ** 4);
const data = {
  size,
  rows: [
    { label: "∂x", matrices: [matrix(0), matrix(1)] },
    { label: "∂y", matrices: [matrix(6), matrix(7)] },
  ],
  columnLabels: ["1", "x"],
  caption: "Generators.",
};

Deno.test("each generator has a picture, on one signed scale", () => {
  const svg = parseSvg(generatorMatricesFigure(data));
  const pictures = all(svg, "image");
  assertEquals(pictures.length, 4);
  assertEquals(new Set(pictures.map((p) => p.getAttribute("href"))).size, 4);
  const texts = textsOf(svg);
  for (const text of ["∂x", "∂y", "1", "x", "matrix element"]) {
    assert(texts.includes(text), `no "${text}" among ${texts}`);
  }
});

Deno.test("matrices of another size are refused", () => {
  assertThrows(
    () => generatorMatricesFigure({ ...data, size: 4 }),
    RangeError,
    "generatorMatricesFigure: image 0 of row",
  );
});
