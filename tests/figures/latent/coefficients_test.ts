import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { coefficientsFigure } from "#lib/figures/latent/coefficients.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { all, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

const terms = quadratic.terms.map(({ label }) => label);
const truth = terms.map((term) =>
  ({ "y ∂x": -Math.SQRT1_2, "x ∂y": Math.SQRT1_2 })[term] ?? 0
);

Deno.test("every term has a dot, a stem, a ring and its label", () => {
  const svg = parseSvg(coefficientsFigure({ terms, estimated: truth, truth }));
  assertEquals(all(svg, ".estimated circle").length, terms.length);
  assertEquals(all(svg, ".true circle").length, terms.length);
  assertEquals(all(svg, ".stems line").length, terms.length);
  assertEquals(all(svg, ".zero line").length, 1);
  const texts = textsOf(svg);
  for (const label of [...terms, "−0.7071", "0.7071", "estimated", "true"]) {
    assert(texts.includes(label), `no "${label}" among ${texts}`);
  }
});

Deno.test("dots of the estimate lie in the rings of an equal truth", () => {
  const svg = parseSvg(coefficientsFigure({ terms, estimated: truth, truth }));
  const [dots, rings] = [".estimated circle", ".true circle"]
    .map((selector) => all(svg, selector));
  dots.forEach((dot, i) => {
    for (const name of ["cx", "cy"]) {
      assertAlmostEquals(numberOf(dot, name), numberOf(rings[i], name), 1e-9);
    }
  });
  const xs = dots.map((dot) => numberOf(dot, "cx"));
  assertEquals(terms[xs.indexOf(Math.min(...xs))], "y ∂x");
  assertEquals(terms[xs.indexOf(Math.max(...xs))], "x ∂y");
});

Deno.test("coefficientsFigure names what is wrong", () => {
  assertThrows(
    () => coefficientsFigure({ terms, estimated: [1] }),
    RangeError,
    "estimated: expected 12 values, found 1",
  );
  assertThrows(
    () => coefficientsFigure({ terms: ["∂x"], estimated: [NaN] }),
    RangeError,
    "estimated: expected finite numbers, found NaN",
  );
});
