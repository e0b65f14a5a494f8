import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { range, sum } from "d3-array";
import { liveTrainingFigure } from "#lib/figures/training/live_training.ts";
import { randomStream } from "#lib/random/streams.ts";
import { all, type Marks, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

const BINS = 30;
const stream = randomStream(0, "live");
const truth = Float64Array.from(range(512), () => 0.7 * stream() - 0.35);
const network = truth.map((t) => 0.9 * t);
const data = {
  history: range(1, 101).map((step) => ({
    step,
    loss: 100 / step,
    angle: 90 / step,
  })),
  steps: 400,
  stages: [{ step: 0, label: "basin" }, { step: 200, label: "joint" }],
  parameter: "angle",
  unit: "radians",
  network,
  truth,
};

const bars = (svg: Marks, name: string) => all(svg, `.${name} rect`);

Deno.test("the figure has the loss, the angle and both distributions of t, with their names", () => {
  const figure = liveTrainingFigure(data);
  const svg = parseSvg(figure);
  assertEquals(all(svg, ".curve path").length, 2);
  // One of the two stages is shaded, in each of the two panels.
  assertEquals(all(svg, ".stages rect").length, 2);
  assertEquals(bars(svg, "truth").length, BINS);
  assertEquals(bars(svg, "network").length, BINS);
  assertEquals(all(svg, ".network-outline path").length, 1);
  const texts = textsOf(svg);
  for (
    const label of [
      "basin",
      "joint",
      "loss",
      "angle to truth (°)",
      "step",
      "true t",
      "t-network",
      "angle t (radians)",
      "density (1/radian)",
    ]
  ) assert(texts.includes(label), `no "${label}" among ${texts}`);
  assertEquals(
    figure.caption,
    "Training at step 100 of 400: the loss, and the angle between the estimated and the true generator, over the steps; the t-network's angle t of 512 held-out pairs beside the true one.",
  );
  assert(figure.svg.length < 40_000, `${figure.svg.length} characters`);
});

Deno.test("the curves end at the present step, and the axis at the last step", () => {
  const points = (steps: number) => {
    const svg = parseSvg(liveTrainingFigure({ ...data, steps }));
    const [path] = all(svg, ".curve path");
    const [first, ...rest] = path.getAttribute("d")!.matchAll(/[ML]([\d.]+)/g);
    return [Number(first[1]), Number(rest.at(-1)![1])];
  };
  const [left, quarter] = points(400);
  const [, all100] = points(100);
  // Step 1 of 400 is almost on the axis.
  const axis = left - (quarter - left) / 99;
  assertAlmostEquals((quarter - axis) / (all100 - axis), 1 / 4, 1e-3);
});

Deno.test("bars have the area 1, less the share beyond the axis, which is stated", () => {
  const stray = network.map((t, i) => i < 3 ? 9 : t);
  const height = (list: ArrayLike<number>) => {
    const svg = parseSvg(liveTrainingFigure({ ...data, network: list }));
    const total = (name: string) =>
      sum(bars(svg, name), (bar) => numberOf(bar, "height"));
    return { share: total("network") / total("truth"), texts: textsOf(svg) };
  };
  assertAlmostEquals(height(network).share, 1, 1e-6);
  assertAlmostEquals(height(stray).share, 509 / 512, 1e-6);
  assert(height(stray).texts.includes("t-network (3 beyond)"));
});

Deno.test("with a truth the axis of t is fixed while the estimate changes", () => {
  const places = (list: ArrayLike<number>, known = true) => {
    const { truth, ...rest } = data;
    const svg = parseSvg(
      liveTrainingFigure({ ...rest, network: list, ...(known && { truth }) }),
    );
    const labels = textsOf(svg).filter((text) => /^[−\d.]+$/.test(text));
    return [bars(svg, "network").map((bar) => bar.getAttribute("x")), labels];
  };
  const narrow = network.map((t) => 0.01 * t);
  assertEquals(places(narrow)[0], places(network)[0]);
  // Without a truth the axis follows the estimate.
  assert(`${places(narrow, false)[1]}` !== `${places(network, false)[1]}`);
});

Deno.test("without a truth only the loss and the t-network's t are drawn", () => {
  const { truth: _, ...rest } = data;
  const history = data.history.map(({ step, loss }) => ({ step, loss }));
  const figure = liveTrainingFigure({ ...rest, history });
  const svg = parseSvg(figure);
  assertEquals(all(svg, ".curve path").length, 1);
  assertEquals(bars(svg, "truth").length, 0);
  assertEquals(bars(svg, "network").length, BINS);
  const texts = textsOf(svg);
  assert(!texts.includes("true t") && !texts.includes("angle to truth (°)"));
  assert(!/truth|true/.test(figure.caption));
  // The height is the same, so the page below does not move.
  const height = (found: Marks) => numberOf(found, "height");
  assertEquals(height(svg), height(parseSvg(liveTrainingFigure(data))));
});

Deno.test("a first step, a loss that isn't a number, and equal t can be drawn", () => {
  const zeros = new Float64Array(512);
  const { svg } = liveTrainingFigure({
    ...data,
    history: [1, NaN, Infinity, 0].map((loss, i) => ({
      step: i + 1,
      loss,
      angle: loss,
    })),
    network: zeros,
    truth: zeros,
  });
  assert(!/NaN|Infinity/.test(svg));
  liveTrainingFigure({ ...data, history: data.history.slice(0, 1) });
});

Deno.test("a long history does not make the figure larger", () => {
  const history = range(1, 20_001).map((step) => ({
    step,
    loss: 1 + stream(),
    angle: 1 + stream(),
  }));
  const { svg } = liveTrainingFigure({ ...data, history, steps: 20_000 });
  assert(svg.length < 60_000, `${svg.length} characters`);
});

Deno.test("liveTrainingFigure names what is wrong", () => {
  const fails = (part: Partial<typeof data>, message: string) =>
    assertThrows(
      () => liveTrainingFigure({ ...data, ...part }),
      RangeError,
      message,
    );
  fails({ history: [] }, "history: expected at least one value");
  const none = new Float64Array();
  fails({ network: none }, "network: expected at least one value");
  const nan = Float64Array.of(NaN);
  fails({ network: nan }, "network: expected finite numbers, found NaN");
  fails({ truth: nan }, "truth: expected 512 values, found 1");
});
