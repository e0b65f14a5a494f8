import { assert, assertEquals, assertThrows } from "@std/assert";
import { severalFieldsFigure } from "#lib/figures/detection/several_fields.ts";
import { severalParametersFigure } from "#lib/figures/detection/several_parameters.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { all, parseSvg, saysNothing, textsOf } from "../parse_svg.ts";

const { rotation, scaling } = transformations;
const fields = {
  generators: [rotation, scaling].map(({ name, field }, k) => ({
    name,
    truth: field,
    found: field,
    angle: [0.25, 1.5][k],
  })),
  principalAngles: [0.2, 1.625],
};

Deno.test("the fields of each generator are shown, true and found, with their angle", () => {
  const figure = severalFieldsFigure(fields);
  const svg = parseSvg(figure);
  // Each of four panels has a grid of 9 x 9 arrows.
  assertEquals(all(svg, "g[aria-label=vector] path").length, 4 * 9 * 9);
  const texts = textsOf(svg);
  for (const text of ["rotation", "scaling", "true", "found", "0.250°"]) {
    assert(texts.includes(text), `no "${text}" among ${texts}`);
  }
  assert(figure.caption.includes("0.200, 1.625 degrees"));
  assertThrows(
    () => severalFieldsFigure({ ...fields, principalAngles: [1] }),
    RangeError,
    "principalAngles",
  );
});

const truth = [-0.2, -0.1, 0, 0.1, 0.2];
const parameters = {
  generators: [rotation, scaling].map(({ name, parameter, unit }) => ({
    name,
    parameter,
    unit,
    truth,
    network: truth.map((t) => 0.9 * t),
    refined: truth,
  })),
  displacement: { network: 0.31, refined: 0.002, withoutMotion: 4.2 },
};

Deno.test("each generator has a panel with a dot per pair and estimate", () => {
  const figure = severalParametersFigure(parameters);
  const svg = parseSvg(figure);
  const dots = all(svg, "circle").length;
  // Two more dots belong to the legend.
  assertEquals(dots, 2 * 2 * truth.length + 2);
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
  const [first] = parameters.generators;
  for (const network of [[], [0.1], [0, 0, NaN, 0, 0]]) {
    assertThrows(
      () =>
        severalParametersFigure({
          ...parameters,
          generators: [{ ...first, network }],
        }),
      RangeError,
      "network of rotation",
    );
  }
});
