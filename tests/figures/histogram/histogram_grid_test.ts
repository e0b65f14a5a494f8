import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { range, sum } from "d3-array";
import { fittingTicks } from "#lib/figures/fitting_ticks.ts";
import { histogramGridFigure } from "#lib/figures/histogram/histogram_grid.ts";
import { wrapped } from "#lib/figures/wrap.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { all, type Marks, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

const BINS = 40;
const stream = randomStream(0, "histograms");
const distribution = uniform(-0.349, 0.349);
const truth = range(2000).map(() => distribution.sample(stream));
const panel = {
  title: "Rotation",
  group: "uniform",
  data: {
    transformation: "rotation",
    parameter: "angle",
    unit: "radians",
    truth,
    network: truth.map((t) => 0.9 * t),
    refined: truth,
    density: distribution.density,
  },
};
const modes = {
  title: "Shear, two modes",
  group: "several modes",
  data: {
    ...panel.data,
    transformation: "shear",
    parameter: "shear",
    unit: "shear factor",
    modes: [-0.2, 0.2],
  },
};

/** Top left corners of the plots, one per panel. */
function places(svg: Marks): number[][] {
  return all(svg, "g")
    .filter((group) =>
      group.getAttribute("transform")?.startsWith("translate") &&
      all(group, ".network-outline").length === 1
    )
    .map((group) =>
      group.getAttribute("transform")!.match(/[\d.]+/g)!.map(Number)
    );
}

Deno.test("each panel has the true t, its density and both estimates", () => {
  const svg = parseSvg(histogramGridFigure({ panels: [panel, modes] }));
  assertEquals(all(svg, ".truth rect").length, 2 * BINS);
  for (const name of ["density", "network-outline", "refined-outline"]) {
    assertEquals(all(svg, `.${name} path`).length, 2, name);
  }
  assertEquals(all(svg, ".modes line").length, 2);
});

Deno.test("each panel has its own axis and unit, the figure one legend", () => {
  const texts = textsOf(
    parseSvg(histogramGridFigure({ panels: [panel, modes] })),
  );
  const count = (label: string) =>
    texts.filter((text) => text === label).length;
  for (
    const label of [
      "Rotation",
      "angle t (radians)",
      "density (1/radian)",
      "Shear, two modes",
      "shear t (shear factor)",
      "density (1/shear factor)",
      "uniform",
      "several modes",
      "true t",
      "true modes",
      "t-network",
      "refined t",
    ]
  ) assertEquals(count(label), 1, label);
});

Deno.test("bars and outlines show their own lists", () => {
  const svg = (change: object) =>
    parseSvg(histogramGridFigure({
      panels: [{ ...panel, data: { ...panel.data, ...change } }],
    }));
  const outline = (name: string, change = {}) =>
    all(svg(change), `.${name}-outline path`)[0].getAttribute("d");
  assertEquals(
    outline("network", { network: truth }),
    outline("refined", { network: truth }),
  );
  assertNotEquals(outline("network"), outline("refined"));
  const [densest] = all(svg({}), ".truth rect")
    .map((bar) => numberOf(bar, "height")).toSorted((a, b) => b - a);
  const total = sum(
    all(svg({}), ".truth rect"),
    (bar) => numberOf(bar, "height"),
  );
  // The truth is uniform, so 1/1.06 of the bins hold all t in nearly equal numbers.
  assertAlmostEquals(total / densest, 0.94 * BINS * 0.85, 3);
});

Deno.test("panels are ordered by group, at most four per row, in balanced rows", () => {
  const lines = (groups: readonly string[]) => {
    const panels = groups.map((group) => ({ ...panel, group }));
    const rows = new Map<number, number>();
    for (const [, y] of places(parseSvg(histogramGridFigure({ panels })))) {
      rows.set(y, (rows.get(y) ?? 0) + 1);
    }
    return [...rows].toSorted(([a], [b]) => a - b).map(([, count]) => count);
  };
  assertEquals(lines(["a"]), [1]);
  assertEquals(lines(["a", "b", "a"]), [2, 1]);
  assertEquals(lines(range(5).map(() => "a")), [3, 2]);
  assertEquals(lines(range(12).map(() => "a")), [4, 4, 4]);
});

Deno.test("t beyond an axis are counted under its panel", () => {
  const network = [50, ...truth.slice(1)];
  const stray = { ...panel, data: { ...panel.data, network } };
  const texts = textsOf(parseSvg(histogramGridFigure({ panels: [stray] })));
  assert(texts.includes("beyond the axis: network 1 of 2,000"), `${texts}`);
});

Deno.test("ticks do not overlap, however long their labels", () => {
  for (const span of [[-3.2, 3.2], [-0.0033, 0.0033], [0, 1e5]] as const) {
    const { ticks, tickFormat } = fittingTicks(span, 160, 5);
    assert(ticks.length >= 2, `${span}: ${ticks}`);
    const pitch = 160 * (ticks[1] - ticks[0]) / (span[1] - span[0]);
    for (const tick of ticks) {
      assert(pitch > 7 * tickFormat(tick).length, `${tickFormat(tick)}`);
    }
  }
});

Deno.test("long titles break between words", () => {
  assertEquals(wrapped("", 100, 13), []);
  assertEquals(wrapped("short", 1, 13), ["short"]);
  assertEquals(wrapped("one two three", 60, 13), ["one two", "three"]);
  assertEquals(wrapped("one two three", 1000, 13), ["one two three"]);
});

Deno.test("histogramGridFigure names what is wrong, and in which panel", () => {
  assertThrows(
    () => histogramGridFigure({ panels: [] }),
    RangeError,
    "histogramGridFigure: panels: expected at least one value",
  );
  assertThrows(
    () =>
      histogramGridFigure({
        panels: [panel, { ...modes, data: { ...modes.data, refined: [NaN] } }],
      }),
    RangeError,
    'histogramGridFigure: "Shear, two modes": refined: expected finite numbers, found NaN',
  );
});
