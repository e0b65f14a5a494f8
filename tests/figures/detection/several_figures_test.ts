import { assert, assertEquals, assertThrows } from "@std/assert";
import { severalFieldsFigure } from "#lib/figures/detection/several_fields.ts";
import { severalParametersFigure } from "#lib/figures/detection/several_parameters.ts";
import { all, parseSvg, saysNothing, textsOf } from "../parse_svg.ts";
import { severalFields, severalParameters } from "./several_examples.ts";

Deno.test("the fields of each generator are shown, true and found, with their angle", () => {
  const figure = severalFieldsFigure(severalFields);
  const svg = parseSvg(figure);
  // Each of four panels has a grid of 9 x 9 arrows.
  assertEquals(all(svg, "g[aria-label=vector] path").length, 4 * 9 * 9);
  const texts = textsOf(svg);
  for (const text of ["rotation", "scaling", "true", "found", "0.250°"]) {
    assert(texts.includes(text), `no "${text}" among ${texts}`);
  }
  assert(figure.caption.includes("0.200, 1.625 degrees"));
  assertThrows(
    () => severalFieldsFigure({ ...severalFields, principalAngles: [1] }),
    RangeError,
    "principalAngles",
  );
});

Deno.test("each generator has a panel with a dot per pair and estimate", () => {
  const figure = severalParametersFigure(severalParameters);
  const svg = parseSvg(figure);
  const dots = all(svg, "circle").length;
  // Two more dots belong to the legend.
  assertEquals(dots, 2 * 2 * severalParameters.generators[0].truth.length + 2);
  const texts = textsOf(svg);
  for (const text of ["rotation", "scaling", "t-network", "matched"]) {
    assert(texts.includes(text), `no "${text}" among ${texts}`);
  }
  assert(texts.includes("true angle t (radians)"), String(texts));
  assert(!saysNothing(figure));
  for (const number of ["0.31", "0.002", "4.2"]) {
    assert(figure.caption.includes(number), figure.caption);
  }
});

Deno.test("missing or non-finite parameters are refused", () => {
  const [first] = severalParameters.generators;
  for (const network of [[], [0.1], [0, 0, NaN, 0, 0]]) {
    assertThrows(
      () =>
        severalParametersFigure({
          ...severalParameters,
          generators: [{ ...first, network }],
        }),
      RangeError,
      "network of rotation",
    );
  }
});
