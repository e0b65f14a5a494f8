import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { range } from "d3-array";
import { outputHistogramFigure } from "#lib/figures/histogram/output_histogram.ts";
import { pairRowsFigure } from "#lib/figures/images/pair_rows.ts";
import { parameterHistogramFigure } from "#lib/figures/histogram/parameter_histogram.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { all, type Marks, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

const BINS = 60;
const stream = randomStream(0, "output"), gauss = standardNormal(stream);
const modes = [-0.6, -0.2, 0.2, 0.6];
const truth = range(2000).map((i) => modes[i % 4] + 0.04 * gauss());
const histogram = {
  transformation: "special conformal",
  parameter: "b_x",
  unit: "b_x",
  truth,
  network: truth.map((t) => 0.9 * t + 0.05 * gauss()),
  refined: truth.map((t) => t + 0.01 * gauss()),
  density: () => 1,
  modes,
};

/** Rows in the paper's order. */
function rowsOf(channels: number, columns = 8) {
  const images = (scale: number) =>
    range(columns).map(() => range(12 * channels).map(() => scale * stream()));
  return {
    height: 3,
    width: 4,
    channels,
    columnLabels: range(columns).map((i) => `column ${i}`),
    rows: [
      { label: "x0", images: images(1) },
      { label: "xt", images: images(1) },
      { label: "output", images: images(1) },
      { label: "residual", images: images(-0.4), scale: "residual" as const },
    ],
  };
}

const data = {
  name: "figure-6",
  title: "Four modes on CIFAR-10",
  rows: rowsOf(3),
  histogram,
};

/** Place of the first translated group that contains an element of the selector. */
function placeOf(svg: Marks, selector: string): readonly [number, number] {
  const group = all(svg, "g").find((group) =>
    group.getAttribute("transform")?.startsWith("translate") &&
    all(group, selector).length > 0
  );
  assert(group, `no ${selector}`);
  const [x, y] = group.getAttribute("transform")!.match(/-?[\d.]+/g)!;
  return [Number(x), Number(y)];
}

for (const channels of [1, 3]) {
  Deno.test(`the pictures are the same as in the figure of rows, ${channels} channels`, () => {
    const rows = rowsOf(channels);
    const pictures = (svg: Marks) =>
      all(svg, "image").map((image) => image.getAttribute("href"));
    const svg = parseSvg(outputHistogramFigure({ ...data, rows }));
    const alone = parseSvg(pairRowsFigure(rows));
    assertEquals(pictures(svg).length, 32);
    assertEquals(pictures(svg), pictures(alone));
    const texts = textsOf(svg);
    for (const text of textsOf(alone)) {
      assert(texts.includes(text), `no "${text}" among ${texts}`);
    }
    // The title above the colour bar; for one channel, the row's label has the same
    // words.
    const [title, count] = channels === 1
      ? ["residual", 2]
      : ["residual, mean over channels", 1];
    assertEquals(texts.filter((text) => text === title).length, count);
  });
}

Deno.test("the histograms are the same as in the figure of histograms", () => {
  const svg = parseSvg(outputHistogramFigure(data));
  assertEquals(all(svg, ".truth rect").length, 2 * BINS);
  assertEquals(all(svg, ".network rect").length, BINS);
  assertEquals(all(svg, ".refined rect").length, BINS);
  assertEquals(all(svg, ".density path").length, 2);
  assertEquals(all(svg, ".modes line").length, 2 * modes.length);
  const alone = parseSvg(parameterHistogramFigure(histogram));
  const texts = textsOf(svg);
  for (const text of textsOf(alone)) {
    assert(texts.includes(text), `no "${text}" among ${texts}`);
  }
  /** Heights of bars, relative to the highest true one. */
  const shape = (root: Marks, name: string) => {
    const bars = all(root, `.${name} rect`).map((bar) =>
      numberOf(bar, "height")
    );
    const highest = Math.max(
      ...all(root, ".truth rect").map((bar) => numberOf(bar, "height")),
    );
    return bars.map((height) => (height / highest).toFixed(6));
  };
  for (const name of ["truth", "network", "refined"]) {
    assertEquals(shape(svg, name), shape(alone, name), name);
  }
  const { network, refined } = histogram;
  const swapped = { ...histogram, network: refined, refined: network };
  const other = parseSvg(
    outputHistogramFigure({ ...data, histogram: swapped }),
  );
  assertEquals(shape(other, "network"), shape(svg, "refined"));
  assertEquals(shape(other, "refined"), shape(svg, "network"));
  assertNotEquals(shape(svg, "network"), shape(svg, "refined"));
});

Deno.test("the histograms stand below the pictures, inside the figure", () => {
  for (const columns of [1, 3, 8, 12]) {
    const rows = rowsOf(1, columns);
    const svg = parseSvg(outputHistogramFigure({ ...data, rows }));
    const [left, top] = placeOf(svg, ".network");
    const heights = all(svg, "image").map((image) => numberOf(image, "height"));
    const [, first] = placeOf(svg, "image");
    assert(top > first + 4 * heights[0], `${columns} columns`);
    // The title and the columns' labels fit above the pictures, and the legend between.
    const [, title] = placeOf(svg, "[font-weight=bold]");
    assert(first > title + 30, `${title}, ${first}`);
    const [, legend] = placeOf(svg, "[aria-label=legend]");
    const [, bar] = placeOf(svg, '[aria-label="colour bar"]');
    assert(legend > bar + 52 && top > legend + 20, `${bar}, ${legend}, ${top}`);
    const ends = all(svg, ".modes line").map((line) => numberOf(line, "x1"));
    assert(left + Math.max(...ends) < numberOf(svg, "width"));
    assert(top + 2 * 130 + 46 <= numberOf(svg, "height"));
    // The axis of t begins at the left edge of the pictures.
    const axis = all(svg, ".network rect").map((bar) => numberOf(bar, "x"));
    const [x] = placeOf(svg, "image");
    assert(Math.abs(left + Math.min(...axis) - x) < 1, `${columns} columns`);
  }
});

Deno.test("name and title are the caller's; the caption describes the contents", () => {
  const { name, caption, svg } = outputHistogramFigure(data);
  assertEquals(name, "figure-6");
  assert(textsOf(parseSvg({ svg })).includes(data.title));
  assertEquals(
    caption,
    "Four modes on CIFAR-10: output and learned histogram. Pairs, one per column: x0, xt, output, residual. Distribution of t over 2,000 pairs for special conformal, as the t-network and the refinement estimate it, against the true one; in b_x.",
  );
  const rows = { ...data.rows, caption: "Held-out pairs." };
  assert(
    outputHistogramFigure({ ...data, rows }).caption.includes(
      "histogram. Held-out pairs. Distribution",
    ),
  );
});

Deno.test("without a truth only the estimates are drawn", () => {
  const { network, refined, transformation, parameter, unit } = histogram;
  const svg = parseSvg(outputHistogramFigure({
    ...data,
    histogram: { transformation, parameter, unit, network, refined },
  }));
  for (const name of ["truth rect", "density path", "modes line"]) {
    assertEquals(all(svg, `.${name}`).length, 0, name);
  }
  assertEquals(all(svg, ".network rect").length, BINS);
  const texts = textsOf(svg);
  assert(!texts.some((text) => text.startsWith("true")), `${texts}`);
});

Deno.test("outputHistogramFigure names what is wrong", () => {
  const { rows } = data;
  const [first, ...others] = rows.rows;
  const { network } = histogram;
  const wrong = [
    [{ rows: { ...rows, rows: [] } }, "rows: expected at least one value"],
    [
      { rows: { ...rows, rows: [{ ...first, images: [] }] } },
      'row "x0": expected at least one value',
    ],
    [
      { rows: { ...rows, rows: [...others, { label: "x", images: [] }] } },
      'row "x": expected 8 values, found 0',
    ],
    [{ rows: { ...rows, channels: 2 } }, "channels: expected 1 or 3, found 2"],
    [
      { rows: { ...rows, width: 5 } },
      'image 0 of row "x0": expected 45 values, found 36',
    ],
    [
      {
        histogram: { ...histogram, truth: undefined, network: [], refined: [] },
      },
      "network: expected at least one value",
    ],
    [
      { histogram: { ...histogram, refined: [1] } },
      "refined: expected 2000 values, found 1",
    ],
    [
      { histogram: { ...histogram, truth: truth.slice(1) } },
      "truth: expected 2000 values, found 1999",
    ],
    [
      { histogram: { ...histogram, network: [NaN, ...network.slice(1)] } },
      "network: expected finite numbers, found NaN at index 0",
    ],
  ] as const;
  for (const [change, message] of wrong) {
    assertThrows(
      () => outputHistogramFigure({ ...data, ...change }),
      RangeError,
      `outputHistogramFigure: ${message}`,
    );
  }
});
