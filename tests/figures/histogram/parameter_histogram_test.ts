import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { range, sum } from "d3-array";
import { parameterHistogramFigure } from "#lib/figures/histogram/parameter_histogram.ts";
import { densities } from "#lib/figures/histogram/histogram_marks.ts";
import { sharedBins } from "#lib/figures/histogram/shared_bins.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { all, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

const COUNT = 10_000, BINS = 60;
const stream = randomStream(0, "histogram"), gauss = standardNormal(stream);
const distribution = uniform(-0.349, 0.349);
const truth = range(COUNT).map(() => distribution.sample(stream));
const network = truth.map((t) => 0.95 * t + 0.01 * gauss());
const refined = truth.map((t, i) => i < 3 ? 40 : t);
const data = {
  transformation: "rotation",
  parameter: "angle",
  unit: "radians",
  truth,
  network,
  refined,
  density: distribution.density,
};

Deno.test("counts and values beyond the shared bins add up to the pairs", () => {
  const { edges, lists } = sharedBins([truth, network, refined], BINS);
  assertEquals(edges.length, BINS + 1);
  for (const { counts, beyond, total } of lists) {
    assertEquals(sum(counts) + beyond, COUNT);
    assertEquals(total, COUNT);
  }
  assertEquals(lists.map(({ beyond }) => beyond > 0), [false, false, true]);
  assertEquals(lists[2].beyond, 3);
  assert(edges[0] > -0.5 && edges[BINS] < 0.5, "3 stray values set the axis");
});

Deno.test("bars have the area 1, less the share beyond the bins", () => {
  const bins = sharedBins([truth, network, refined], BINS);
  const areas = bins.lists.map((list) =>
    sum(
      densities(bins, list),
      ({ low, high, density }) => density * (high - low),
    )
  );
  assertAlmostEquals(areas[0], 1, 1e-12);
  assertAlmostEquals(areas[2], 1 - 3 / COUNT, 1e-12);
});

Deno.test("the truth is drawn in both rows, each estimate in one, on one scale", () => {
  const svg = parseSvg(parameterHistogramFigure(data));
  const bars = (name: string) => all(svg, `.${name} rect`);
  assertEquals(bars("truth").length, 2 * BINS);
  assertEquals(bars("network").length, BINS);
  assertEquals(bars("refined").length, BINS);
  assertEquals(all(svg, ".network-outline path").length, 1);
  assertEquals(all(svg, ".density path").length, 2);
  const height = (name: string) =>
    sum(bars(name), (bar) => numberOf(bar, "height"));
  // With equal bins and axes, equal areas have equal sums of heights.
  const inside = 1 - 3 / COUNT;
  assertAlmostEquals(inside * height("truth") / 2, height("refined"), 1e-6);
});

Deno.test("the axes carry the parameter, its unit and a density", () => {
  const texts = textsOf(parseSvg(parameterHistogramFigure(data)));
  for (
    const label of [
      "angle t (radians)",
      "density (1/radian)",
      "true t",
      "t-network",
      "refined t",
      "beyond the axis: refined 3 of 10,000",
    ]
  ) assert(texts.includes(label), `no "${label}" among ${texts}`);
});

Deno.test("without a truth only the estimates are drawn", () => {
  const svg = parseSvg(parameterHistogramFigure({
    transformation: "unknown",
    parameter: "t",
    unit: "b_x",
    network,
    refined: network,
  }));
  assertEquals(all(svg, ".truth rect").length, 0);
  const texts = textsOf(svg);
  assert(texts.includes("t (b_x)") && !texts.includes("true t"));
});

Deno.test("equal values, also far from zero, have a histogram", () => {
  for (const value of [0, 7, -1e-9]) {
    const list = [value, value];
    const { svg } = parameterHistogramFigure({
      ...data,
      truth: list,
      network: list,
      refined: list,
    });
    assert(!svg.includes("NaN"));
    assertEquals(sum(sharedBins([list], 10).lists[0].counts), 2);
  }
});

Deno.test("parameterHistogramFigure names what is wrong", () => {
  assertThrows(
    () => parameterHistogramFigure({ ...data, network: [] }),
    RangeError,
    "network: expected at least one value",
  );
  assertThrows(
    () => parameterHistogramFigure({ ...data, refined: [0, Infinity] }),
    RangeError,
    "refined: expected finite numbers, found Infinity at index 1",
  );
});
