import { assert, assertEquals, assertThrows } from "@std/assert";
import { range } from "d3-array";
import { formatLog, logAxis } from "#lib/figures/log_axis.ts";
import { trainingCurvesFigure } from "#lib/figures/training/training_curves.ts";
import { all, parseSvg, textsOf } from "../parse_svg.ts";

const history = range(1, 2001).map((step) => ({
  step,
  matching: 100 / step,
  latent: step < 500 ? 0 : 1 / step,
  cos: 1 - 1 / step ** 2,
}));
const stages = [{ step: 0, label: "basin" }, { step: 500, label: "joint" }];

Deno.test("each column has a curve, and so has the cosine; there are stages and names", () => {
  const figure = trainingCurvesFigure({
    history,
    columns: ["matching", "latent"],
    cosine: "cos",
    stages,
  });
  const svg = parseSvg(figure);
  assertEquals(all(svg, ".curve path").length, 3);
  assertEquals(all(svg, ".stages rect").length, 2);
  const texts = textsOf(svg);
  for (
    const label of [
      "matching",
      "latent",
      "loss",
      "1 − |cos|",
      "step",
      "basin",
      "joint",
    ]
  ) assert(texts.includes(label), `no "${label}" among ${texts}`);
  assert(!figure.svg.includes("NaN"));
  assert(figure.svg.length < 60_000, `${figure.svg.length} characters`);
});

Deno.test("without a cosine there is one panel", () => {
  const svg = parseSvg(
    trainingCurvesFigure({ history, columns: ["matching"] }),
  );
  assertEquals(all(svg, ".curve path").length, 1);
  assert(!textsOf(svg).includes("1 − |cos|"));
});

Deno.test("a history of zeros, or of one step, can be drawn", () => {
  for (const value of [0, 1, 3e-9]) {
    const rows = [{ step: 1, matching: value }];
    const { svg } = trainingCurvesFigure({
      history: rows,
      columns: ["matching"],
    });
    assert(!svg.includes("NaN"));
  }
});

Deno.test("a logarithmic axis begins and ends at ticks", () => {
  assertEquals(logAxis([0.3, 7]).ticks, [0.2, 0.5, 1, 2, 5, 10]);
  const wide = logAxis([3e-9, 0, 20]);
  assert(wide.ticks.length <= 8 && wide.domain[0] <= 3e-9);
  assert(wide.domain[1] >= 20);
  assertEquals(logAxis([]).domain, [0.1, 1]);
});

Deno.test("ticks are plain numbers near 1 and powers of ten far from it", () => {
  const expected = new Map([
    [1, "1"],
    [0.05, "0.05"],
    [0.001, "0.001"],
    [2000, "2,000"],
    [1e-5, "10⁻⁵"],
    [2e-5, "2·10⁻⁵"],
    [1e6, "10⁶"],
  ]);
  for (const [tick, text] of expected) assertEquals(formatLog(tick), text);
});

Deno.test("trainingCurvesFigure names what is wrong", () => {
  assertThrows(
    () => trainingCurvesFigure({ history: [], columns: ["matching"] }),
    RangeError,
    "history: expected at least one value",
  );
  assertThrows(
    () => trainingCurvesFigure({ history, columns: [] }),
    RangeError,
    "columns: expected at least one value",
  );
});
