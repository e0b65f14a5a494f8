import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { range } from "d3-array";
import type { Complex } from "#lib/lie/complex.ts";
import { eigenvaluesFigure } from "#lib/figures/latent/eigenvalues.ts";
import { equalAxes } from "#lib/figures/latent/equal_axes.ts";
import { all, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

/** Eigenvalues as of a rotation: imaginary pairs, and 0 three times. */
const turning: readonly Complex[] = [
  ...range(1, 4).flatMap((k): Complex[] => [[0, k], [0, -k]]),
  [0, 0],
  [0, 0],
  [0, 0],
];
const data = { size: 3, estimated: turning, truth: turning };

const centres = (figure: typeof data, selector: string) =>
  all(parseSvg(eigenvaluesFigure(figure)), `${selector} circle`).map((dot) => [
    numberOf(dot, "cx"),
    numberOf(dot, "cy"),
  ]);

Deno.test("each eigenvalue has a dot and a ring, and dots lie in the rings of an equal truth", () => {
  const [dots, rings] = [".estimated", ".true"].map((name) =>
    centres(data, name)
  );
  assertEquals(dots.length, 9);
  assertEquals(dots, rings);
  const off = { ...data, estimated: turning.map(([, y]): Complex => [0.1, y]) };
  const moved = centres(off, ".estimated"), still = centres(off, ".true");
  for (const [i, [x, y]] of moved.entries()) {
    assert(x > still[i][0]);
    assertAlmostEquals(y, still[i][1], 1e-9);
  }
});

Deno.test("imaginary eigenvalues are drawn in a column, positive ones above", () => {
  const [[x1, y1], [x2, y2]] = centres(data, ".estimated");
  assertAlmostEquals(x1, x2, 1e-9);
  assert(y1 < y2);
});

Deno.test("a unit is equally long on both axes, and no side is too short", () => {
  for (
    const points of [
      turning,
      turning.map(([re, im]): Complex => [im, re]),
      turning.map(([, im]): Complex => [im, im / 2]),
      [[0, 0]] as const,
    ]
  ) {
    const { x, y, width, height, perUnit } = equalAxes(points);
    assertAlmostEquals(width / (x[1] - x[0]), perUnit, 1e-9);
    assertAlmostEquals(height / (y[1] - y[0]), perUnit, 1e-9);
    assert(Math.min(width, height) >= 250 && Math.max(width, height) <= 470);
  }
});

Deno.test("eigenvalues in one place are counted, the axes carry their unit", () => {
  const texts = textsOf(parseSvg(eigenvaluesFigure(data)));
  for (
    const label of [
      "×3",
      "real part (1/t)",
      "imaginary part (1/t)",
      "estimated",
      "true",
    ]
  ) assert(texts.includes(label), `no "${label}" among ${texts}`);
  assert(!texts.includes("×2"));
});

Deno.test("without a truth there are no rings", () => {
  const svg = parseSvg(eigenvaluesFigure({ size: 3, estimated: turning }));
  assertEquals(all(svg, ".true circle").length, 0);
  assert(!textsOf(svg).includes("true"));
});

Deno.test("true eigenvalues that are missing leave a reason in the caption", () => {
  const reason = "the QR iteration stopped";
  const { caption, svg } = eigenvaluesFigure({
    size: 3,
    estimated: turning,
    truthMissing: reason,
  });
  assert(caption.endsWith(`The true ones are not shown: ${reason}.`), caption);
  assertEquals(all(parseSvg({ svg }), ".estimated circle").length, 9);
  assert(!eigenvaluesFigure(data).caption.includes("not shown"));
});

Deno.test("eigenvaluesFigure names what is wrong", () => {
  assertThrows(
    () => eigenvaluesFigure({ ...data, size: 5 }),
    RangeError,
    "eigenvaluesFigure: estimated: expected 25 values, found 9",
  );
  assertThrows(
    () => eigenvaluesFigure({ ...data, truth: turning.slice(1) }),
    RangeError,
    "eigenvaluesFigure: truth: expected 9 values, found 8",
  );
  assertThrows(
    () =>
      eigenvaluesFigure({ ...data, estimated: turning.map(() => [0, NaN]) }),
    RangeError,
    "eigenvaluesFigure: estimated: expected finite numbers, found NaN",
  );
});
