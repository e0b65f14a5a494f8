import { assert, assertEquals, assertThrows } from "@std/assert";
import { flowStripFigure } from "#lib/figures/images/flow_strip.ts";
import { divergingImage, pixelImage } from "#lib/figures/images/pixel_image.ts";
import { all, parseSvg, textsOf } from "../parse_svg.ts";

const shape = { height: 2, width: 3, channels: 1 };
const exact = [-0.5, 0, 0.5].map((t) =>
  Float32Array.from([0, 0.5, 1, 0.25, 0.75, t + 0.5])
);
const difference = exact.map((image) => image.map((v) => 0.1 * v));
const data = {
  transformation: "special conformal",
  parameter: "b_x",
  unit: "b_x",
  times: [-0.5, 0, 0.5],
  height: 2,
  width: 3,
  rows: [
    { label: "exact map", images: exact },
    { label: "difference", images: difference, scale: "residual" as const },
  ],
};

Deno.test("there is a picture for each t and row, with residuals on one scale", () => {
  const svg = parseSvg(flowStripFigure(data));
  assertEquals(
    all(svg, "image").map((picture) => picture.getAttribute("href")),
    [
      ...exact.map((image) => pixelImage(image, shape)),
      ...difference.map((image) => divergingImage(image, shape, 0.11)),
    ],
  );
  assert(textsOf(svg).includes("0.11"));
});

Deno.test("the columns show their t, and its unit once", () => {
  const texts = textsOf(parseSvg(flowStripFigure(data)));
  for (
    const label of ["−0.5", "0", "0.5", "t (b_x)", "exact map", "difference"]
  ) assert(texts.includes(label), `no "${label}" among ${texts}`);
  const turned = { ...data, parameter: "angle", unit: "radians" };
  assert(
    textsOf(parseSvg(flowStripFigure(turned))).includes("angle t (radians)"),
  );
});

Deno.test("a caption can be given; the default names the flow and its rows", () => {
  assertEquals(
    flowStripFigure({ ...data, caption: "a face" }).caption,
    "a face",
  );
  assertEquals(
    flowStripFigure(data).caption,
    "One image under the flow of special conformal, one column per t (b_x): exact map, difference.",
  );
});

Deno.test("flowStripFigure names what is wrong", () => {
  const wrong = [
    [{ times: [] }, "times: expected at least one value"],
    [{ times: [0, NaN, 1] }, "times: expected finite numbers, found NaN"],
    [{ times: [0, 1] }, 'row "exact map": expected 2 values, found 3'],
    [{ rows: [] }, "rows: expected at least one value"],
    [{ width: 2 }, 'image 0 of row "exact map": expected 4 values, found 6'],
  ] as const;
  for (const [change, message] of wrong) {
    assertThrows(
      () => flowStripFigure({ ...data, ...change }),
      RangeError,
      `flowStripFigure: ${message}`,
    );
  }
});
