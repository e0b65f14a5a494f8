import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { pairs } from "d3-array";
import {
  channelsFigure,
  type ChannelsRun,
} from "#lib/figures/channels/channels.ts";
import { spread } from "#lib/figures/channels/end_labels.ts";
import { light } from "#lib/figures/palette.ts";
import { valueAxis } from "#lib/figures/study/value_axis.ts";
import { all, type Marks, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

const run = (channels: number, factor: number): ChannelsRun => ({
  channels,
  transformed: 0.02 * factor,
  autoencoder: 0.015 * factor,
  angleDegrees: 3 * factor,
  networkWasserstein: 0.1 * factor,
  refinedWasserstein: 0.04 * factor,
  milliseconds: 60 / factor,
  megabytes: 400 / factor,
});
const data = {
  // The runs are not in order, so that the figure has to sort them.
  runs: [run(16, 0.6), run(1, 1.5), run(64, 0.5), run(4, 1)],
  meanImage: 0.06,
  identity: 0.055,
  paper: { value: 0.12, note: "Nobody knows its normalisation." },
};
const QUANTITIES = [
  "transformed",
  "autoencoder",
  "angle",
  "network",
  "refined",
  "milliseconds",
  "megabytes",
];

const drawn = (change: Partial<typeof data> = {}) =>
  parseSvg(channelsFigure({ ...data, ...change }));

/** The dots of a quantity, from left to right. */
const dots = (svg: Marks, name: string) =>
  all(svg, `.${name} circle`)
    .map((dot) => [numberOf(dot, "cx"), numberOf(dot, "cy")] as const)
    .toSorted(([a], [b]) => a - b);

Deno.test("each quantity has a line with a dot per run, and there are three reference levels", () => {
  const svg = drawn();
  for (const name of QUANTITIES) {
    assertEquals(dots(svg, name).length, 4, name);
    const [path, ...more] = all(svg, `.${name}-line path`);
    assertEquals(more, []);
    const points = path.getAttribute("d")!.match(/[-\d.]+/g)!.map(Number);
    const flat = dots(svg, name).flat();
    assertEquals(points.length, flat.length);
    points.forEach((value, i) => assertAlmostEquals(value, flat[i], 1e-2));
  }
  assertEquals(all(svg, ".references line").length, 3);
  const dashed = all(svg, ".references").map((
    mark,
  ) => [mark.getAttribute("stroke"), mark.getAttribute("stroke-dasharray")]);
  assertEquals(dashed, [[light.muted, "5 3"]]);
});

Deno.test("the axis of channels is logarithmic, with ticks at the runs", () => {
  const svg = drawn();
  for (const name of QUANTITIES) {
    const steps = pairs(dots(svg, name), ([a], [b]) => b - a);
    assert(steps[0] > 20, name);
    for (const step of steps) assertAlmostEquals(step, steps[0], 1e-6, name);
  }
  const ticks = (change: Partial<typeof data>) =>
    all(drawn(change), "g")
      .filter((group) =>
        group.getAttribute("aria-label") === "x-axis tick label"
      )
      .map((group) => all(group, "text").map(({ textContent }) => textContent));
  assertEquals(ticks({}), Array(5).fill(["1", "4", "16", "64"]));
  assertEquals(
    ticks({ runs: [run(64, 1), run(4, 1)] }),
    Array(5).fill(["4", "64"]),
  );
});

Deno.test("dots are as high as their values", () => {
  const svg = drawn();
  const y = (name: string) => dots(svg, name).map(([, cy]) => cy);
  const inOrder = data.runs.toSorted((a, b) => a.channels - b.channels);
  // Linear axes have 0 at the bottom, and 106 % of the highest value 206 pixels above
  // it.
  const share = (name: string, highest: number) =>
    y(name).map((cy) => (214 - cy) / 206 * 1.06 * highest);
  const linear = [
    ["angle", 4.5, (run: ChannelsRun) => run.angleDegrees],
    ["network", 0.15, (run: ChannelsRun) => run.networkWasserstein],
    ["refined", 0.15, (run: ChannelsRun) => run.refinedWasserstein],
    ["milliseconds", 120, (run: ChannelsRun) => run.milliseconds],
    ["megabytes", 800, (run: ChannelsRun) => run.megabytes!],
  ] as const;
  for (const [name, highest, value] of linear) {
    const values = inOrder.map(value);
    share(name, highest).forEach((found, i) =>
      assertAlmostEquals(found, values[i], 1e-6 * highest, `${name} ${i}`)
    );
  }
  // On the logarithmic axis heights of dots and references are logarithms.
  const levels = all(svg, ".references line").map((line) =>
    numberOf(line, "y1")
  );
  const perFactor = (y("transformed")[1] - y("transformed")[0]) / Math.log(1.5);
  const expected = [0.06, 0.055, 0.12].map((level) =>
    y("transformed")[1] - perFactor * Math.log(level / 0.02)
  );
  levels.forEach((level, i) => assertAlmostEquals(level, expected[i], 1e-6));
  assertAlmostEquals(
    y("autoencoder")[0] - y("transformed")[0],
    perFactor * Math.log(0.02 / 0.015),
    1e-6,
  );
});

Deno.test("panels, axes, lines and levels have their names and units", () => {
  const texts = textsOf(drawn());
  for (
    const label of [
      "Mean squared error per pixel",
      "squared intensity, 0 to 1, log scale",
      "transformed output",
      "autoencoder",
      "mean image",
      "x0 as it is",
      "paper: about 0.12",
      "Angle to the true generator",
      "degrees",
      "Distribution of t",
      "W1 / std of the true t",
      "t-network",
      "refined t",
      "Time per training step",
      "milliseconds",
      "Memory per training step",
      "megabytes",
    ]
  ) {
    assertEquals(texts.filter((text) => text === label).length, 1, label);
  }
  assertEquals(texts.filter((text) => text === "latent channels").length, 5);
});

Deno.test("a name has its line's colour and begins at its last dot", () => {
  const svg = drawn();
  const [group] = all(svg, ".end-labels");
  const names = all(group, "text");
  const found = Object.fromEntries(
    names.map((name) => [name.textContent, name.getAttribute("fill")]),
  );
  assertEquals(found, {
    "transformed output": light.green,
    "autoencoder": light.purple,
    "mean image": light.muted,
    "x0 as it is": light.muted,
    "paper: about 0.12": light.muted,
  });
  // The inside of the plot begins 8 pixels below its top.
  const from = Number(
    all(group, "path")[0].getAttribute("d")!.match(/,(-?[\d.]+)H/)![1],
  );
  assertAlmostEquals(from + 8, dots(svg, "transformed").at(-1)![1], 1e-6);
  const ys = names.map((name) => numberOf(name, "y")).toSorted((a, b) => a - b);
  for (const gap of pairs(ys, (a, b) => b - a)) assert(gap > 16.9, `${ys}`);
});

Deno.test("memory that was not measured leaves a gap, or no panel", () => {
  const without = (count: number) =>
    data.runs.map((run, i) => i < count ? { ...run, megabytes: null } : run);
  const svg = drawn({ runs: without(1) });
  assertEquals(dots(svg, "megabytes").length, 3);
  // Without 16 channels there are two lines: from 1 to 4, and 64 alone.
  const [path] = all(svg, ".megabytes-line path");
  assertEquals(path.getAttribute("d")!.match(/M/g)!.length, 2);
  const none = channelsFigure({ ...data, runs: without(4) });
  const texts = textsOf(parseSvg(none));
  assert(!texts.includes("megabytes") && texts.includes("milliseconds"));
  assert(!none.caption.includes("memory"));
  assert(channelsFigure(data).caption.includes("time and memory of a"));
});

Deno.test("the caption names the channels and carries both notes", () => {
  const { caption, name } = channelsFigure({
    ...data,
    unitNote: "squared std",
  });
  assertEquals(name, "channels");
  assert(caption.includes("(1, 4, 16 and 64)"), caption);
  assert(caption.includes("per pixel (squared std) of the"), caption);
  assert(caption.endsWith("step. Nobody knows its normalisation."), caption);
});

Deno.test("a short note of the unit stands at the axis, a long one doesn't", () => {
  const labels = (unitNote: string) =>
    textsOf(parseSvg(channelsFigure({ ...data, unitNote })));
  assert(labels("squared std").includes("squared std, log scale"));
  const long = "intensities from 0 to 1, squared, mean over the channels";
  assert(labels(long).includes("squared intensity, log scale"));
});

Deno.test("an axis is logarithmic only where values differ enough", () => {
  assertEquals(valueAxis([1, 9], 10).scale.type, "linear");
  assertEquals(valueAxis([1, 11], 10).scale, { type: "log", domain: [1, 20] });
  assertEquals(valueAxis([0, 11], 10).scale.type, "linear");
  assertEquals(valueAxis([0, 0], 10).scale.domain, [0, 1]);
  const angles = [run(1, 30), run(4, 0.1)];
  assert(textsOf(drawn({ runs: angles })).includes("degrees, log scale"));
});

Deno.test("labels keep a distance and their order, near their wanted places", () => {
  const ends = [0, 100] as const;
  assertEquals(spread([], 10, ends), []);
  assertEquals(spread([70, 20], 10, ends), [70, 20]);
  assertEquals(spread([52, 48], 10, ends), [55, 45]);
  assertEquals(spread([50, 50, 50], 10, ends), [40, 50, 60]);
  assertEquals(spread([-5, 99, 98], 10, ends), [0, 100, 90]);
  // The two pairs of labels meet only after each has been moved apart.
  assertEquals(spread([40, 42, 50, 52], 10, ends), [31, 41, 51, 61]);
});

Deno.test("channelsFigure names what is wrong", () => {
  const [first, ...others] = data.runs;
  const changed = (change: Partial<ChannelsRun>) => ({
    runs: [...others, { ...first, ...change }],
  });
  const wrong = [
    [{ runs: [] }, "runs: expected at least 2, found 0"],
    [{ runs: [first] }, "runs: expected at least 2, found 1"],
    [
      changed({ channels: 4 }),
      "different integers above 0, found [1, 64, 4, 4]",
    ],
    [changed({ channels: 0 }), "integers above 0, found [1, 64, 4, 0]"],
    [changed({ channels: 1.5 }), "integers above 0, found [1, 64, 4, 1.5]"],
    [changed({ transformed: NaN }), "transformed: expected finite numbers"],
    [changed({ autoencoder: -1 }), "autoencoder: expected numbers from 0"],
    [changed({ angleDegrees: Infinity }), "angleDegrees: expected finite"],
    [changed({ networkWasserstein: NaN }), "networkWasserstein: expected"],
    [changed({ refinedWasserstein: NaN }), "refinedWasserstein: expected"],
    [changed({ milliseconds: -3 }), "milliseconds: expected numbers from 0"],
    [changed({ megabytes: NaN }), "megabytes: expected finite numbers"],
    [{ meanImage: NaN }, "meanImage: expected finite numbers"],
    [{ identity: -1 }, "identity: expected numbers from 0, found -1"],
    [{ paper: { value: NaN, note: "" } }, "paper.value: expected finite"],
  ] as const;
  for (const [change, message] of wrong) {
    const error = assertThrows(
      () => channelsFigure({ ...data, ...change }),
      RangeError,
      message,
    );
    assert(error.message.startsWith("channelsFigure: "));
  }
});
