import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { coefficientIntervalsFigure } from "#lib/figures/detection/coefficient_intervals.ts";
import {
  DETECTION_FIGURES,
  detectionFigures,
} from "#lib/figures/detection/detection_figures.ts";
import { fieldOverImageFigure } from "#lib/figures/detection/field_over_image.ts";
import type { Figure } from "#lib/figures/figure.ts";
import { dark, light } from "#lib/figures/palette.ts";
import { tDistributionFigure } from "#lib/figures/detection/t_distribution.ts";
import { modesInWords } from "#lib/figures/t_words.ts";
import { worstPairsFigure } from "#lib/figures/detection/worst_pairs.ts";
import { cubic } from "#lib/lie/basis.ts";
import {
  detectionExample,
  hostile,
  nothingFound,
} from "../../detection/detection_example.ts";
import { all, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

const found = detectionExample();

Deno.test("every figure of a detection stands on its own, at most 840 wide", () => {
  for (
    const detection of [
      found,
      nothingFound(),
      detectionExample({ basis: cubic, extent: { x: 1, y: 0.4 } }),
    ]
  ) {
    const figures = detectionFigures(detection);
    const names = figures.map(({ name }) => name);
    assertEquals(names, [
      "field",
      "coefficient-intervals",
      "t-distribution",
      "worst-pairs",
    ]);
    const order: readonly string[] = DETECTION_FIGURES;
    assertEquals(names, order.filter((name) => names.includes(name)));
    for (const figure of figures) {
      const svg = parseSvg(figure);
      const [width, height] = ["width", "height"].map((name) =>
        numberOf(svg, name)
      );
      assert(width > 0 && width <= 840, `${figure.name}: ${width}`);
      assertEquals(svg.getAttribute("viewBox"), `0 0 ${width} ${height}`);
      assertEquals(svg.querySelector("title")?.textContent, figure.caption);
      const drawn = figure.svg.replaceAll(/data:[^"]*/g, "");
      assert(!/NaN|Infinity|undefined/.test(drawn), figure.name);
      assertEquals(all(svg, "[id]").length, 0, "ids meet on one page");
      assertStringIncludes(
        figure.svg,
        `[fill='${light.ink}']{fill:${dark.ink}}`,
      );
    }
  }
  assertEquals(detectionFigures(found), detectionFigures(detectionExample()));
});

Deno.test("figures without data are left out", () => {
  const empty = {
    indices: new Uint32Array(),
    t: new Float64Array(),
    networkT: new Float64Array(),
    explained: new Float64Array(),
  };
  const detection = { ...detectionExample({ worst: 0 }), held: empty };
  assertEquals(
    detectionFigures(detection).map(({ name }) => name),
    ["field", "coefficient-intervals"],
  );
});

Deno.test("no name becomes markup", () => {
  const name = hostile;
  const square = { side: 1, extent: { x: 1, y: 1 }, image: [0] };
  const figures: Figure[] = [
    fieldOverImageFigure({ name, field: () => [1, 0], ...square }),
    coefficientIntervalsFigure({
      name,
      coefficients: [{ term: hostile, value: 1, low: 0, high: 2 }],
    }),
  ];
  for (const figure of figures) {
    assertEquals(all(parseSvg(figure), "img").length, 0);
    assert(!figure.svg.includes("<img"));
    assert(!figure.svg.includes("\x1b"));
  }
});

Deno.test("a field that must not be used is not called found", () => {
  const [field, intervals] = detectionFigures(nothingFound());
  assertStringIncludes(field.caption, "was fitted, not to be used");
  assertStringIncludes(intervals.caption, "Coefficients of the fitted field");
  assertStringIncludes(
    detectionFigures(found)[0].caption,
    "found: rotation about (0.00, 0.00)",
  );
});

Deno.test("arrows stand on an even grid within the image, along the field", () => {
  const figure = fieldOverImageFigure({
    name: "shear",
    field: (_x, y) => [y, 0],
    image: new Float32Array(64),
    side: 8,
    extent: { x: 1, y: 0.5 },
  });
  const arrows = all(parseSvg(figure), ".field path");
  // 7 of 15 rows are within half of the height, and the middle one does not move.
  assertEquals(arrows.length, 6 * 15);
  const places = arrows.map((arrow) =>
    /translate\(([-\d.]+),([-\d.]+)\) rotate\(([-\d.]+)\)/
      .exec(arrow.getAttribute("transform")!)!.slice(1).map(Number)
  );
  const xs = [...new Set(places.map(([x]) => x))].sort((a, b) => a - b);
  assertEquals(xs.length, 15);
  xs.slice(1).forEach((x, i) => assertAlmostEquals(x - xs[i], 420 / 15, 1e-6));
  const svg = parseSvg(figure);
  for (const [x, y, angle] of places) {
    assert(y > 12 && y < 12 + 210 && x > 58, "within the image");
    // y points down, so the lower half moves right.
    assertEquals(angle, y > 12 + 105 ? 90 : -90);
  }
  assertEquals(numberOf(svg, "height"), 12 + 210 + 48);
});

Deno.test("a field that is nowhere finite has no arrows", () => {
  const figure = fieldOverImageFigure({
    field: (x) => [1 / x, x < 0 ? NaN : 0],
    image: [0],
    side: 1,
    extent: { x: 1, y: 1 },
  });
  assertEquals(all(parseSvg(figure), ".field path").length, 7 * 15);
});

Deno.test("an interval has its whiskers, and its numbers", () => {
  const coefficients = [
    { term: "∂x", value: 0.5, low: 0.25, high: 1 },
    { term: "y ∂y", value: -0.5, low: -0.75, high: 0 },
  ];
  const svg = parseSvg(coefficientIntervalsFigure({ coefficients }));
  assertEquals(all(svg, ".intervals line").length, 2);
  assertEquals(all(svg, ".whiskers path").length, 4);
  assertEquals(all(svg, ".zero line").length, 1);
  const [one, other] = all(svg, ".intervals line");
  const length = (line: typeof one) =>
    numberOf(line, "x2") - numberOf(line, "x1");
  assertAlmostEquals(length(one), length(other), 1e-9);
  assertAlmostEquals(
    numberOf(other, "x2"),
    numberOf(all(svg, ".zero line")[0], "x1"),
    1e-9,
  );
  const texts = textsOf(svg);
  for (
    const text of ["∂x", "y ∂y", "0.5000  [0.2500, 1.0000]"]
  ) assert(texts.includes(text), `no "${text}" among ${texts}`);
});

Deno.test("an interval without ends reaches beyond the axis", () => {
  const coefficients = [
    { term: "a", value: 0.5, low: -Infinity, high: Infinity },
    { term: "b", value: -0.5, low: NaN, high: 40 },
    { term: "c", value: 0, low: -0.1, high: 0.1 },
  ];
  const svg = parseSvg(coefficientIntervalsFigure({ coefficients }));
  assertEquals(all(svg, ".whiskers path").length, 2);
  assert(textsOf(svg).includes("0.5000  [−∞, ∞]"));
  assert(textsOf(svg).includes("−0.5000  [?, 40.0000]"));
});

Deno.test("a long label is shortened, a short one is not", () => {
  const term = "a function with a name as long as an afternoon in July ∂x";
  const coefficients = [
    { term, value: 0.8, low: 0.7, high: 0.9 },
    { term: "x ∂y", value: 0.6, low: 0.5, high: 0.7 },
  ];
  const texts = textsOf(parseSvg(coefficientIntervalsFigure({ coefficients })));
  assert(texts.includes("x ∂y"));
  assert(
    texts.some((text) => /^a function.*…$/.test(text) && text.length < 32),
  );
});

Deno.test("modes are marked, counted and named", () => {
  const figure = detectionFigures(found)[2];
  assertStringIncludes(figure.caption, "400 held-out pairs: 2 modes, at −0.7");
  const svg = parseSvg(figure);
  assertEquals(all(svg, ".modes line").length, 2);
  assert(textsOf(svg).includes("modes: 2"));
  assert(all(svg, ".t rect").length > 20);
  assertEquals(modesInWords([]), "no mode that stands out");
  assertEquals(modesInWords([-0.1234]), "1 mode, at −0.123");
  assertEquals(modesInWords([-1, 0, 2.5]), "3 modes, at −1, 0 and 2.5");
});

Deno.test("t is also given in degrees: in words, on a second axis, and for the worst pairs", () => {
  const [, , distribution, worst] = detectionFigures(found);
  assertMatch(
    distribution.caption,
    /2 modes, at −0\.\d+ and 0\.\d+ \(−2\d\.\d and 2\d\.\d degrees\)/,
  );
  const texts = textsOf(parseSvg(distribution));
  for (const text of ["angle (degrees)", "−30", "30", "t (generator units)"]) {
    assert(texts.includes(text), `no "${text}" among ${texts}`);
  }
  const { t } = found.pictures.worst[0];
  // The unit generator turns by 1 / sqrt(2) radians per unit of t.
  const angle = (t * 180 / Math.PI / Math.SQRT2).toPrecision(3);
  const said = textsOf(parseSvg(worst));
  for (const text of ["degrees", angle.replace("-", "−")]) {
    assert(said.includes(text), `no "${text}" among ${said}`);
  }
});

Deno.test("without a natural unit, or if it must not be used, a generator's t has no other unit", () => {
  const unnamed = detectionExample({
    field: (x, y) => [x + 2 * y, 3 * x - y],
  });
  for (const detection of [unnamed, nothingFound()]) {
    const [, , distribution, worst] = detectionFigures(detection);
    for (const figure of [distribution, worst]) {
      assert(!/degrees|factor|pixels/.test(figure.svg), figure.name);
    }
  }
});

Deno.test("equal t have a histogram, too", () => {
  const figure = tDistributionFigure({ t: [0.3, 0.3, 0.3], modes: [] });
  assert(!figure.svg.includes("NaN"));
  assertEquals(all(parseSvg(figure), ".modes line").length, 0);
});

Deno.test("the worst pairs have four pictures each, and their numbers", () => {
  const { side, worst } = found.pictures;
  const svg = parseSvg(worstPairsFigure({ side, pairs: worst }));
  assertEquals(all(svg, "image").length, 4 * 6);
  assertEquals(all(svg, ".residual").length, 6);
  const texts = textsOf(svg);
  for (const text of ["x₀", "x₀ moved", "xₜ", "moved − xₜ", "185", "−40 %"]) {
    assert(texts.includes(text), `no "${text}" among ${texts}`);
  }
});

Deno.test("figures of a detection name what is wrong", () => {
  const square = { field: () => [0, 0] as const, side: 2 };
  assertThrows(
    () =>
      fieldOverImageFigure({ ...square, image: [0], extent: { x: 1, y: 1 } }),
    RangeError,
    "image: expected 4 values, found 1",
  );
  assertThrows(
    () =>
      fieldOverImageFigure({
        ...square,
        image: [0, 0, 0, 0],
        extent: { x: 1, y: 0 },
      }),
    RangeError,
    "extent: expected above 0 and at most 1 along y, found 0",
  );
  assertThrows(
    () => tDistributionFigure({ t: [NaN], modes: [] }),
    RangeError,
    "expected finite numbers, found NaN",
  );
  assertThrows(
    () => coefficientIntervalsFigure({ coefficients: [] }),
    RangeError,
    "expected at least one value",
  );
  assertThrows(
    () => worstPairsFigure({ side: 2, pairs: [] }),
    RangeError,
    "pairs: expected at least one value",
  );
});
