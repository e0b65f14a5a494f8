import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { range } from "d3-array";
import { architectureFigure } from "#lib/figures/architecture/architecture.ts";
import { arrow, formula } from "#lib/figures/architecture/diagram.ts";
import { createDocument } from "#lib/figures/document.ts";
import { pixelImage } from "#lib/figures/images/pixel_image.ts";
import { all, type Marks, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

const encoder = [784, 512, 256, 128, 64, 25];
const image = (shift: number) => range(784).map((k) => ((k + shift) % 97) / 96);
const data = {
  imageSide: 28,
  encoder,
  decoder: encoder.toReversed(),
  tNetwork: [392, 128, 1],
  latentSize: 5,
  latentChannels: 1,
  terms: 12,
  x0: image(0),
  xt: image(1),
  output: image(2),
};

Deno.test("each layer has a bar as high as the root of its width, and its number", () => {
  const svg = parseSvg(architectureFigure(data));
  const stacks = all(svg, ".layers").map((stack) => all(stack, "rect"));
  const layers = [encoder, data.decoder, data.tNetwork];
  assertEquals(
    stacks.map(({ length }) => length).toSorted(),
    layers.map(({ length }) => length).toSorted(),
  );
  const bars = stacks[0];
  const height = (bar: Marks) => numberOf(bar, "height");
  assertAlmostEquals(height(bars[2]) / height(bars[0]), Math.sqrt(256 / 784));
  assertAlmostEquals(height(bars[5]) / height(bars[0]), Math.sqrt(25 / 784));
  assertEquals(
    all(svg, ".layers text").map(({ textContent }) => Number(textContent)),
    [encoder, data.decoder, data.tNetwork].flat(),
  );
});

Deno.test("x0 leads to the output, and xt stands at both ends", () => {
  const svg = parseSvg(architectureFigure(data));
  const shape = { height: 28, width: 28, channels: 1 };
  assertEquals(
    all(svg, "image").map((picture) => picture.getAttribute("href")),
    [data.x0, data.output, data.xt, data.xt].map((pixels) =>
      pixelImage(pixels, shape)
    ),
  );
});

Deno.test("the sizes of the code and of the basis are the model's", () => {
  const words = (channels: number) => {
    const code = 25 * channels;
    const svg = parseSvg(architectureFigure({
      ...data,
      latentChannels: channels,
      encoder: [784, 64, code],
      decoder: [code, 64, 784],
      terms: 6,
    }));
    return { texts: textsOf(svg), patches: all(svg, ".patch").length };
  };
  const [one, many] = [words(1), words(16)];
  assertEquals([one.patches, many.patches], [2, 6]);
  for (
    const label of ["16 × 5 × 5", "6 coefficients make", "exp(−t Gα)", "LX"]
  ) assert(many.texts.includes(label), `no "${label}" among ${many.texts}`);
  assert(one.texts.includes("1 × 5 × 5") && !one.texts.includes("16 × 5 × 5"));
});

Deno.test("an arrow's head is at its last point, or at both ends", () => {
  const document = createDocument();
  const paths = (bothWays: boolean) =>
    Array.from(
      arrow(document, [[0, 0], [10, 0], [10, 30]], { bothWays })
        .querySelectorAll("path"),
      (path) => path.getAttribute("d"),
    );
  assertEquals(paths(false), ["M0,0L10,0L10,30", "M10,30L6,22L14,22Z"]);
  assertEquals(paths(true).at(-1), "M0,0L8,-4L8,4Z");
});

Deno.test("a formula has a subscript after an underscore, and returns to the line", () => {
  const text = formula(createDocument(), "L_α(x)", [0, 0]);
  const spans = Array.from(text.querySelectorAll("tspan"));
  assertEquals(spans.map((span) => span.textContent), ["L", "α", "(x)"]);
  assertEquals(
    spans.map((span) => Number(span.getAttribute("dy"))),
    [0, 4, -4],
  );
});

Deno.test("architectureFigure names what is wrong", () => {
  const wrong = [
    [{ encoder: [784, 24] }, "encoder: expected layers from 784 to 25 neurons"],
    [{ decoder: [25] }, "decoder: expected layers from 25 to 784 neurons"],
    [{ tNetwork: [392, 1.5, 1] }, "found [392, 1.5, 1]"],
    [{ channels: 2 }, "channels: expected 1 or 3, found 2"],
    [{ terms: 0 }, "terms: expected an integer above 0, found 0"],
    [{ xt: [1] }, "xt: expected 784 values, found 1"],
    [{ x0: [NaN, ...data.x0.slice(1)] }, "x0: expected finite numbers"],
  ] as const;
  for (const [change, message] of wrong) {
    assertThrows(
      () => architectureFigure({ ...data, ...change }),
      RangeError,
      message,
    );
  }
});
