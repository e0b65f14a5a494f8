import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  DETECTION_FIGURES,
  detectionFigures,
} from "#lib/figures/detection/detection_figures.ts";
import type { Detection } from "#lib/detection/detection.ts";
import { fieldsOverImageFigure } from "#lib/figures/detection/fields_over_image.ts";
import { generatorLabel } from "#lib/figures/detection/generator_label.ts";
import { generatorsLeftFigure } from "#lib/figures/detection/generators_left.ts";
import { jointParametersFigure } from "#lib/figures/detection/joint_parameters.ts";
import { createDocument } from "#lib/figures/document.ts";
import { light } from "#lib/figures/palette.ts";
import { severalCoefficientIntervalsFigure } from "#lib/figures/detection/several_coefficient_intervals.ts";
import { textWidth } from "#lib/figures/legend.ts";
import {
  detectionExample,
  hostile,
} from "../../detection/detection_example.ts";
import { manyGeneratorsExample } from "../../detection/many_generators_example.ts";
import { all, numberOf, parseSvg, saysNothing, textsOf } from "../parse_svg.ts";

const NAMES = [
  "fields",
  "coefficient-intervals",
  "joint-parameters",
  "generators-left",
  "worst-pairs",
];

const figureOf = (detection: Detection, wanted: string) =>
  detectionFigures(detection).find(({ name }) => name === wanted)!;

Deno.test("every figure of several generators stands on its own, at most 840 wide", () => {
  const square = { x: 1, y: 1 };
  const narrow = [{ x: 0.3, y: 1 }, { x: 1, y: 0.3 }];
  for (const number of [2, 3, 4, 5, 6]) {
    // These numbers give the widest and the narrowest rows of panels; they are tried
    // with long images, too.
    const isEnd = number === 2 || number === 6;
    for (const extent of isEnd ? [square, ...narrow] : [square]) {
      const areMixed = number < 4;
      const detection = manyGeneratorsExample({ number, extent, areMixed });
      const figures = detectionFigures(detection);
      assertEquals(figures.map(({ name }) => name), NAMES);
      for (const figure of figures) {
        const svg = parseSvg(figure);
        const width = numberOf(svg, "width");
        assert(width > 0 && width <= 840, `${figure.name}: ${width}`);
        assertEquals(svg.querySelector("title")?.textContent, figure.caption);
        assert(!saysNothing(figure), figure.name);
        assertEquals(all(svg, "[id]").length, 0, "ids meet on one page");
      }
    }
  }
  const order = DETECTION_FIGURES.filter((name) => NAMES.includes(name));
  assertEquals(order, NAMES as typeof order);
});

Deno.test("each of several generators has a panel with its field and its name", () => {
  const figure = figureOf(manyGeneratorsExample({ number: 3 }), "fields");
  const svg = parseSvg(figure);
  assertEquals(all(svg, "image").length, 3);
  const panels = all(svg, ".field");
  assertEquals(panels.length, 3);
  // All 11 x 11 arrows of a translation are equally long; a rotation has none at its
  // centre.
  assertEquals(all(panels[2], "path").length, 11 * 11);
  const labels = all(svg, ".generator-label").map((label) =>
    textsOf(label).join(" ")
  );
  assertEquals(labels[2], "t₃: translation along x");
  assertMatch(labels[0], /^t₁: rotation about \(/);
  assertStringIncludes(figure.caption, "3 generators that were found");
});

Deno.test("a long name is broken into lines that fit, but no point is", () => {
  const name = "stretch along 45 degrees about (−0.10, 0.20) and so on";
  const document = createDocument();
  const { element, height } = generatorLabel(document, 0, name, 150);
  const lines = all(element as never, "text").map((line) => line.textContent!);
  assert(lines.length > 2 && height === lines.length * 15, `${lines}`);
  assertEquals(lines.join(" "), `t₁: ${name}`);
  assert(lines.some((line) => line.includes("(−0.10, 0.20)")), `${lines}`);
  for (const line of lines) assert(textWidth(line, 12) < 150, line);
});

Deno.test("names of neighbours do not overlap", () => {
  for (const number of [2, 3, 6]) {
    const detection = manyGeneratorsExample({
      number,
      extent: { x: 0.2, y: 1 },
    });
    for (const name of ["fields", "joint-parameters"]) {
      const boxes = all(parseSvg(figureOf(detection, name)), "g")
        .filter((group) =>
          group.querySelector(".generator-label") !== null &&
          /^translate/.test(group.getAttribute("transform") ?? "")
        )
        .map((group) => {
          const [, x, y] = /translate\(([-\d.]+),([-\d.]+)\)/
            .exec(group.getAttribute("transform")!)!.map(Number);
          const lines = textsOf(group);
          const width = Math.max(...lines.map((line) => textWidth(line, 13)));
          return { x, y, width, height: 15 * lines.length };
        });
      assertEquals(boxes.length, number);
      boxes.forEach((a, i) =>
        boxes.slice(i + 1).forEach((b) =>
          assert(
            a.x + a.width <= b.x || b.x + b.width <= a.x ||
              a.y <= b.y - b.height || b.y <= a.y - a.height,
            `${name}, ${number}: ${JSON.stringify([a, b])}`,
          )
        )
      );
    }
  }
});

Deno.test("the change left by generators is drawn on a log axis, with 0 at its lower end", () => {
  const figure = generatorsLeftFigure({
    left: [1, 0.1, 0.01, 0, 1e-7],
    found: 4,
    bound: 0.02,
  });
  const svg = parseSvg(figure);
  const y = all(svg, ".left circle").map((dot) => numberOf(dot, "cy"));
  assertAlmostEquals(y[1] - y[0], y[2] - y[1], 1e-6);
  assertAlmostEquals(y[3] - y[0], 4 * (y[1] - y[0]), 1e-6);
  assertEquals(y[4], y[3]);
  const [mark, ...more] = all(svg, ".found circle");
  assertEquals(more, []);
  assertEquals(
    numberOf(mark, "cx"),
    numberOf(all(svg, ".left circle")[3], "cx"),
  );
  const texts = textsOf(svg);
  for (const text of ["≤ 0.01 %", "100 %", "found: 4"]) {
    assert(texts.includes(text), `no "${text}" among ${texts}`);
  }
  assertStringIncludes(figure.caption, "number that was found is 4");
});

Deno.test("shares without a number are drawn without a mark", () => {
  const detection = detectionExample({
    evidence: { leftByGenerators: [0.5, 0.3, 0.2, 0.1, 0.06, 0.05] },
  });
  const figure = figureOf(detection, "generators-left");
  const svg = parseSvg(figure);
  assertEquals(all(svg, ".left circle").length, 6);
  assertEquals(all(svg, ".found circle").length, 0);
  assertStringIncludes(figure.caption, "No number of generators was found");
  assertEquals(figureOf(detectionExample(), "generators-left"), undefined);
});

Deno.test("parameters have a histogram each and a scatter plot per two of them", () => {
  for (const number of [2, 3, 6]) {
    const figure = figureOf(
      manyGeneratorsExample({ number, pairs: 500 }),
      "joint-parameters",
    );
    const svg = parseSvg(figure);
    assertEquals(all(svg, ".bars").length, number);
    const scatters = all(svg, ".pairs");
    assertEquals(scatters.length, number * (number - 1) / 2);
    for (const dots of scatters) {
      // Every second of the 500 pairs is drawn, except a few beyond the axes.
      const { length } = all(dots, "circle");
      assert(length > 240 && length <= 250, String(length));
    }
    const texts = textsOf(svg);
    assert(texts.includes("t₁ (degrees)"), String(texts));
    assert(texts.includes("t₂"), "a factor is no linear parameter");
    assertEquals(texts.includes("t₃ (pixels)"), number > 2);
    assert(!texts.some((text) => text.startsWith("moved by")));
  }
});

Deno.test("dots of a mixture have the colour of the generator that moves the pair", () => {
  const figure = jointParametersFigure({
    generators: [{ name: "a" }, { name: "b" }],
    parameters: [-1, 0, 1, 0, 0, -1, 0, 1, 0.5, 0],
    moving: [0, 0, 1, 1, 0],
  });
  const svg = parseSvg(figure);
  const dots = all(svg, ".pairs circle").map((dot) => ({
    fill: dot.getAttribute("fill"),
    x: numberOf(dot, "cx"),
    y: numberOf(dot, "cy"),
  }));
  const { network: first, refined: second } = light;
  assertEquals(
    dots.map(({ fill }) => fill),
    [first, first, second, second, first],
  );
  assertEquals(dots[0].y, dots[1].y);
  assert(dots[0].x < dots[4].x && dots[4].x < dots[1].x);
  assertEquals(dots[2].x, dots[3].x);
  assert(dots[2].y > dots[3].y, "t₂ points up");
  // The pairs that another generator moves are not counted in a histogram's bar at 0.
  const bars = all(svg, ".bars");
  assertEquals(bars.map((group) => group.getAttribute("fill")), [
    first,
    second,
  ]);
  assertEquals(bars.map((group) => all(group, "rect").length), [2, 2]);
  const texts = textsOf(svg);
  for (const text of ["moved by t₁", "moved by t₂"]) {
    assert(texts.includes(text), `no "${text}" among ${texts}`);
  }
});

Deno.test("natural parameters are shown if they are linear", () => {
  const angle = { name: "angle", unit: "degrees", form: "linear" } as const;
  const factor = { name: "factor", unit: "1", form: "exponential" } as const;
  const { caption, svg } = jointParametersFigure({
    generators: [
      { natural: { ...angle, rate: 40 } },
      { natural: { ...factor, rate: 1 } },
    ],
    parameters: [-1, -1, 0, 0, 1, 1],
    moving: [],
  });
  assertStringIncludes(caption, "t₁ the angle in degrees");
  assertStringIncludes(caption, "t₂ in generator units");
  const texts = textsOf(parseSvg({ svg }));
  for (const text of ["−40", "40", "t₁ (degrees)", "t₂"]) {
    assert(texts.includes(text), `no "${text}" among ${texts}`);
  }
});

Deno.test("pairs beyond the axes are counted", () => {
  const parameters = Float64Array.from(
    { length: 4000 },
    (_, at) => at === 0 ? 1e6 : Math.sin(at),
  );
  const data = { generators: [{}, {}], parameters, moving: [] };
  assertStringIncludes(
    jointParametersFigure(data).caption,
    "Pairs beyond an axis: 1.",
  );
});

Deno.test("coefficients have a panel per generator, on one axis", () => {
  const figure = figureOf(
    manyGeneratorsExample({ number: 3 }),
    "coefficient-intervals",
  );
  const svg = parseSvg(figure);
  assertEquals(all(svg, ".intervals").length, 3);
  assertEquals(all(svg, ".intervals line").length, 3 * 12);
  const zeros = all(svg, ".zero line").map((line) => numberOf(line, "x1"));
  assertEquals(new Set(zeros).size, 1);
  assertEquals(zeros.length, 3);
  assert(textsOf(svg).includes("t₃: translation along x"));
});

Deno.test("worst pairs show every generator's t in place of one t", () => {
  const detection = manyGeneratorsExample({ number: 3 });
  const texts = textsOf(parseSvg(figureOf(detection, "worst-pairs")));
  for (const text of ["t₁", "t₂", "t₃"]) assert(texts.includes(text), text);
  for (const text of ["t", "degrees"]) assert(!texts.includes(text), text);
  const [pair] = detection.pictures.worst;
  for (const t of pair.parameters!) {
    const written = t.toFixed(3).replace("-", "−");
    assert(texts.includes(written), `no ${written} among ${texts}`);
  }
});

Deno.test("several generators that must not be used have no names", () => {
  const detection = manyGeneratorsExample({
    verdict: { kind: "none", reason: "there is no flow" },
  });
  for (const figure of detectionFigures(detection)) {
    assert(!/rotation|degrees/.test(figure.svg), figure.name);
  }
  const [fields, intervals] = detectionFigures(detection);
  assertStringIncludes(fields.caption, "fitted, not to be used");
  assertStringIncludes(intervals.caption, "2 fitted fields");
});

Deno.test("no name of several generators becomes markup", () => {
  const coefficients = [{ term: hostile, value: 1, low: 0, high: 2 }];
  const generator = { name: hostile, field: () => [1, 0] as const };
  const generators = [generator, generator];
  const square = { side: 1, extent: { x: 1, y: 1 }, image: [0] };
  for (
    const figure of [
      fieldsOverImageFigure({ generators, ...square }),
      severalCoefficientIntervalsFigure([{ name: hostile, coefficients }]),
      jointParametersFigure({ generators, parameters: [0, 1], moving: [] }),
    ]
  ) {
    assertEquals(all(parseSvg(figure), "img").length, 0);
    assert(!figure.svg.includes("<img") && !figure.svg.includes("\x1b"));
  }
});

Deno.test("figures of several generators name what is wrong", () => {
  const square = { side: 2, extent: { x: 1, y: 1 }, image: [0] };
  const one = { field: () => [0, 0] as const };
  assertThrows(
    () => fieldsOverImageFigure({ generators: [one], ...square }),
    RangeError,
    "fieldsOverImageFigure: image: expected 4 values, found 1",
  );
  assertThrows(
    () => generatorsLeftFigure({ left: [], bound: 0.02 }),
    RangeError,
    "left: expected at least one value",
  );
  const generators = [{}, {}];
  for (
    const [parameters, moving] of [
      [[0, 1, 2], []],
      [[0, NaN], []],
      [[], []],
      [[0, 1], [0, 1]],
    ]
  ) {
    assertThrows(
      () => jointParametersFigure({ generators, parameters, moving }),
      RangeError,
      "jointParametersFigure: ",
    );
  }
});
