import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { mean, range } from "d3-array";
import { errorBands, errorScale } from "#lib/figures/histogram/error_bands.ts";
import { parameterErrorFigure } from "#lib/figures/histogram/parameter_error.ts";
import { all, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

const BINS = 30;
/** 40 pairs per bin of [-3, 3], each bin with noise from -1 to 1. */
const truth = range(40 * BINS).map((i) => -3 + 6 * (i + 0.5) / (40 * BINS));
const noise = truth.map((_, i) => ((i % 40) - 19.5) / 19.5);
const data = {
  transformation: "rotation",
  parameter: "angle",
  unit: "radians",
  truth,
  network: truth.map((t, i) => t + 0.1 * noise[i] + 0.2),
  refined: truth.map((t, i) => t + 0.01 * noise[i]),
};

Deno.test("a band's quantiles are those of its bin's errors", () => {
  const bands = errorBands(truth, data.network, BINS);
  assertEquals(bands.length, BINS);
  for (const [i, { low, high, lower, median, upper }] of bands.entries()) {
    assertAlmostEquals(high - low, (truth.at(-1)! - truth[0]) / BINS, 1e-9);
    if (i > 0) assertAlmostEquals(low, bands[i - 1].high, 1e-9);
    assertAlmostEquals(median, 0.2, 0.006);
    assertAlmostEquals(lower, 0.2 - 0.09, 0.006);
    assertAlmostEquals(upper, 0.2 + 0.09, 0.006);
  }
});

Deno.test("a bin without pairs has no band; few pairs give few bins", () => {
  const apart = [...range(300).map(() => -1), ...range(300).map(() => 1)];
  const bands = errorBands(apart, apart, BINS);
  assertEquals(bands.map(({ low }) => low < 0), [true, false]);
  assertEquals(errorBands(range(45), range(45), BINS).length, 3);
  const [{ low, high, median }] = errorBands([2, 2], [3, 5], BINS);
  assertEquals([low < 2, high > 2, median], [true, true, 2]);
});

Deno.test("the scale is linear, unless a few bins dwarf the others", () => {
  const band = (size: number) => ({
    low: 0,
    high: 1,
    lower: -size,
    median: 0,
    upper: size,
  });
  const typical = range(9).map(() => band(0.03));
  assertEquals(errorScale([...typical, band(0.2)]).type, "linear");
  const scale = errorScale([...typical, band(6.3)]);
  assert(scale.type === "symlog");
  assert(scale.domain[0] < -6.3 && scale.domain[1] > 6.3);
  for (const tick of [-1, -0.1, 0, 0.1, 1]) {
    assert(scale.ticks.some((t) => Math.abs(t - tick) < 1e-9), `${tick}`);
  }
  assertEquals(errorScale([band(0)]).domain, [-1, 1]);
});

/** Mean middle of an estimate's bands, and their mean height; pixels. */
function drawn(change: Partial<typeof data>, name: string) {
  const svg = parseSvg(parameterErrorFigure({ ...data, ...change }));
  const bars = all(svg, `.${name}-band rect`);
  assertEquals(bars.length, BINS);
  const zero = all(svg, ".zero line").map((line) => numberOf(line, "y1"));
  return {
    middle: mean(bars, (b) => numberOf(b, "y") + numberOf(b, "height") / 2)!,
    height: mean(bars, (bar) => numberOf(bar, "height"))!,
    zero: zero[name === "network" ? 0 : 1],
  };
}

Deno.test("each estimate has bands and a median, on its own scale", () => {
  const [network, refined] = ["network", "refined"].map((name) =>
    drawn({}, name)
  );
  // The error of +0.2 puts the bands, 0.18 high, above the zero line.
  const bias = (network.zero - network.middle) / network.height;
  assertAlmostEquals(bias, 0.2 / 0.18, 0.03);
  assertAlmostEquals(refined.middle, refined.zero, 1);
  // The error is a tenth, but on its own scale.
  assert(refined.height > network.height);
  const worse = drawn({ refined: data.network }, "refined");
  assertAlmostEquals(worse.height, network.height, 1e-6);
});

Deno.test("the median's line breaks at bins without pairs", () => {
  const far = truth.map((t) => t + Math.sign(t) * 2);
  const svg = parseSvg(
    parameterErrorFigure({ ...data, truth: far, network: far, refined: far }),
  );
  const [path] = all(svg, ".network-median path");
  assertEquals(path.getAttribute("d")!.match(/M/g)!.length, 2);
  const [whole] = all(
    parseSvg(parameterErrorFigure(data)),
    ".network-median path",
  );
  assertEquals(whole.getAttribute("d")!.match(/M/g)!.length, 1);
});

Deno.test("both axes carry the unit, the caption the typical errors", () => {
  const figure = parameterErrorFigure(data);
  const texts = textsOf(parseSvg(figure));
  assertEquals(texts.filter((text) => text === "error (radians)").length, 2);
  for (
    const label of ["true angle t (radians)", "t-network", "refined"]
  ) assert(texts.includes(label), `no "${label}" among ${texts}`);
  assert(
    figure.caption.includes(
      "below 0.2 (t-network) and 0.0051 (refined), in radians",
    ),
  );
});

Deno.test("errors of a full turn leave the others legible", () => {
  const refined = data.refined.map((t) => t > 2.8 ? t - 2 * Math.PI : t);
  const svg = parseSvg(parameterErrorFigure({ ...data, refined }));
  assert(textsOf(svg).includes("error, log scale (radians)"));
  const heights = all(svg, ".refined-band rect").map((bar) =>
    numberOf(bar, "height")
  );
  assert(heights[0] > 20, `${heights[0]} pixels`);
});

Deno.test("parameterErrorFigure names what is wrong", () => {
  const wrong = [
    [{ truth: [] }, "truth: expected at least one value"],
    [{ refined: [1] }, "refined: expected 1200 values, found 1"],
    [
      { network: [Infinity, ...data.network.slice(1)] },
      "network: expected finite numbers, found Infinity at index 0",
    ],
  ] as const;
  for (const [change, message] of wrong) {
    assertThrows(
      () => parameterErrorFigure({ ...data, ...change }),
      RangeError,
      `parameterErrorFigure: ${message}`,
    );
  }
});

Deno.test("an axis of tiny errors counts in a power of ten, so that its ticks are short", () => {
  const tiny = truth.map((t, i) => t + 3e-7 * noise[i]);
  const texts = textsOf(
    parseSvg(parameterErrorFigure({ ...data, refined: tiny })),
  );
  assert(texts.includes("error (10⁻⁷ radians)"), `${texts}`);
  assert(texts.includes("error (radians)"), `${texts}`);
  assert(["−2", "0", "2"].every((tick) => texts.lastIndexOf(tick) >= 0));
  assert(texts.every((text) => !/0\.000|e-/.test(text)), `${texts}`);
});
