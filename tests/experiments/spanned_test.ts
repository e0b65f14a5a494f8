import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { sayAlgebra } from "#lib/display/algebra_text.ts";
import { terminalDisplay } from "#lib/display/terminal.ts";
import {
  generatedBy,
  spannedBy,
  spannedFieldsFigure,
} from "#lib/experiments/spanned.ts";
import { aboutPoint, transformations } from "#lib/flow/transformations.ts";
import { parseSvg, textsOf } from "../figures/parse_svg.ts";

const { rotation, shear, translationX } = transformations;

async function linesOf(spanned: Parameters<typeof sayAlgebra>[0]) {
  const lines: string[] = [];
  const display = terminalDisplay({ out: (line) => lines.push(line) });
  await sayAlgebra(spanned, display);
  return lines.join("\n").split("\n");
}

Deno.test("a shift and a rotation span no algebra, and generate the rigid motions", async () => {
  const open = spannedBy([translationX, rotation]);
  assertEquals(open.algebra.isClosed, false);
  // The whole bracket is outside of the span; the closure's own test explains the size.
  assertAlmostEquals(open.algebra.closureDefect, Math.SQRT1_2, 1e-9);
  assertEquals(await linesOf(open), [
    "G₁: translation along x",
    "G₂: rotation about (0.00, 0.00)",
    "The generators span no Lie algebra: their brackets are outside of the space (closure defect 70.7 %).",
  ]);
  const rigid = generatedBy([translationX, rotation]);
  const lines = await linesOf(rigid);
  assertEquals(
    lines.slice(2, 5),
    [
      "G₃: translation along y",
      "The generators span the Lie algebra se(2) (closure defect 0.0 %).",
      "Its derived series has the dimensions 3, 2, 0, and its Killing form 0 positive, 1 negative and 2 zero directions.",
    ],
  );
  const table = lines.map((line) => line.trim().replaceAll(/ {2,}/g, ": "));
  for (
    const row of ["[G₁, G₂]: 1.00 G₃", "[G₁, G₃]: 0", "[G₂, G₃]: 1.00 G₁"]
  ) assert(table.includes(row), `no "${row}" among ${table}`);
});

Deno.test("rotations about two points and a shear span no algebra", () => {
  const three = [rotation, aboutPoint(rotation, 0.4, 0), shear];
  assert(spannedBy(three).algebra.closureDefect > 0.1);
  const { generators, algebra } = generatedBy(three);
  assertEquals(generators.length, 5);
  assertEquals(algebra.name, "sa(2)");
});

Deno.test("the fields of all generators are drawn over the image", () => {
  const spanned = generatedBy([translationX, rotation]);
  const figure = spannedFieldsFigure(spanned, {
    pixels: new Float32Array(16).fill(0.5),
    height: 4,
    width: 4,
    channels: 1,
  });
  const texts = textsOf(parseSvg(figure)).join(" ");
  for (const { description } of spanned.generators) {
    assert(texts.includes(description.name.slice(0, 14)), description.name);
  }
  assert(figure.caption.startsWith("The fields of 3 generators"));
});
