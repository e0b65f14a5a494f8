import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { sensitivityFigure } from "#lib/figures/study/sensitivity.ts";
import { sensitivityExample } from "./study_examples.ts";
import { all, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

Deno.test("a sensitivity has its seeds, means, intervals and law", () => {
  const svg = parseSvg(sensitivityFigure(sensitivityExample));
  assertEquals(all(svg, ".seeds circle").length, 6);
  assertEquals(all(svg, ".means circle").length, 3);
  assertEquals(all(svg, ".intervals line").length, 3);
  assertEquals(all(svg, ".law path").length, 1);
  assertEquals(textsOf(svg).includes("power −0.50"), true);
  assertEquals(textsOf(svg).includes("bar: range of the seeds"), true);
});

Deno.test("a logarithmic axis has equal distances for equal factors", () => {
  const svg = parseSvg(sensitivityFigure(sensitivityExample));
  const [a, b, c] = all(svg, ".means circle").map((dot) => numberOf(dot, "cx"));
  assertAlmostEquals(b - a, c - b, 1e-6);
});

Deno.test("lines are drawn side by side at a value, unless they are not spaced", () => {
  const [line] = sensitivityExample.lines;
  const places = (isSpaced: boolean) => {
    const lines = [line, { ...line, label: "another" }];
    const svg = parseSvg(
      sensitivityFigure({ ...sensitivityExample, lines, isSpaced }),
    );
    return all(svg, ".means circle").map((dot) => numberOf(dot, "cx"));
  };
  const count = line.points.length;
  const together = places(false), apart = places(true);
  assertAlmostEquals(together[0], together[count], 1e-6);
  assertEquals(apart[count] - apart[0] > 5, true);
});

Deno.test("a 0 among factors, and words, are spaced evenly; words have no line", () => {
  const of = (places: readonly string[], scale: "log" | "words") => {
    const { lines: [{ label, points }], ...rest } = sensitivityExample;
    return parseSvg(sensitivityFigure({
      ...rest,
      x: { label: "x", scale },
      lines: [{
        label,
        points: points.map((p, i) => ({ ...p, at: places[i] })),
      }],
    }));
  };
  const zero = of(["0", "0.1", "1"], "log"),
    words = of(["a", "b", "c"], "words");
  for (const svg of [zero, words]) {
    const [a, b, c] = all(svg, ".means circle").map((dot) =>
      numberOf(dot, "cx")
    );
    assertAlmostEquals(b - a, c - b, 1e-6);
  }
  assertEquals(all(zero, ".line path").length, 1);
  assertEquals(all(words, ".line path").length, 0);
});

Deno.test("one seed has no dot beside its mean; a linear axis is linear whatever the scores", () => {
  const [{ label, points }] = sensitivityExample.lines;
  const scores = [1, 10, 100];
  const lines = [{
    label,
    points: points.map(({ at }, i) => (
      { at, values: [scores[i]], mean: scores[i], interval: null }
    )),
  }];
  const svg = parseSvg(
    sensitivityFigure({ ...sensitivityExample, lines, yScale: "linear" }),
  );
  assertEquals(all(svg, ".seeds circle").length, 0);
  const [a, b, c] = all(svg, ".means circle").map((dot) => numberOf(dot, "cy"));
  assertAlmostEquals((b - a) / (c - a), 9 / 99, 1e-6);
});

Deno.test("data without a point are refused", () => {
  assertThrows(
    () => sensitivityFigure({ ...sensitivityExample, lines: [] }),
    RangeError,
    "sensitivityFigure: values: expected at least one value",
  );
});
