import { assert, assertEquals, assertThrows } from "@std/assert";
import { powerLawsFigure } from "#lib/figures/study/power_laws.ts";
import { all, numberOf, parseSvg, saysNothing, textsOf } from "../parse_svg.ts";

const points = (power: number) =>
  [0.01, 0.1, 1].map((x) => ({ x, y: 5 * x ** power }));
const data = {
  caption: "two laws",
  xLabel: "size",
  yLabel: "error",
  lines: [
    { label: "<second> & order", points: points(2) },
    { label: "falls", points: points(-0.5) },
  ],
};

Deno.test("the legend has the exponent of each line", () => {
  const figure = powerLawsFigure(data);
  const texts = textsOf(parseSvg(figure));
  for (
    const text of [
      "<second> & order: power 2.00",
      "falls: power −0.50",
      "size, log scale",
      "error, log scale",
    ]
  ) assert(texts.includes(text), `no "${text}" among ${texts}`);
  assertEquals(figure.caption, "two laws");
  assert(!saysNothing(figure));
});

Deno.test("points of a power law lie on a straight line", () => {
  const svg = parseSvg(powerLawsFigure(data));
  const dots = all(svg, ".points circle, circle.points");
  assertEquals(dots.length, 6);
  const at = (i: number) => [numberOf(dots[i], "cx"), numberOf(dots[i], "cy")];
  const [[ax, ay], [bx, by], [cx, cy]] = [at(0), at(1), at(2)];
  assert(Math.abs((by - ay) / (bx - ax) - (cy - by) / (cx - bx)) < 1e-3);
  assert(ay > by && by > cy, "a growing value is drawn higher");
  const line = all(svg, ".law path, path.law")[0].getAttribute("d")!;
  const [x1, y1, x2, y2] = line.match(/-?[\d.]+/g)!.map(Number);
  for (const [value, expected] of [[x1, ax], [y1, ay], [x2, cx], [y2, cy]]) {
    assert(Math.abs(value - expected) < 0.01, `${value}, not ${expected}`);
  }
});

Deno.test("one point has no power law", () => {
  const lines = [{ label: "alone", points: [{ x: 1, y: 2 }] }];
  assert(
    textsOf(parseSvg(powerLawsFigure({ ...data, lines }))).includes("alone"),
  );
});

Deno.test("powerLawsFigure names what is wrong", () => {
  const wrong = [
    [[], "powerLawsFigure: lines: expected at least one value"],
    [[{ label: "a", points: [] }], 'points of "a": expected at least one'],
    [
      [{ label: "a", points: [{ x: 0, y: 1 }] }],
      'points of "a": expected numbers above 0, found 0',
    ],
    [
      [{ label: "a", points: [{ x: 1, y: NaN }] }],
      'points of "a": expected finite numbers, found NaN',
    ],
  ] as const;
  for (const [lines, message] of wrong) {
    assertThrows(
      () => powerLawsFigure({ ...data, lines }),
      RangeError,
      message,
    );
  }
});
