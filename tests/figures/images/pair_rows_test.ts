import { assert, assertEquals, assertThrows } from "@std/assert";
import { decode } from "fast-png";
import { pairRowsFigure } from "#lib/figures/images/pair_rows.ts";
import { divergingImage, pixelImage } from "#lib/figures/images/pixel_image.ts";
import { all, parseSvg, textsOf } from "../parse_svg.ts";

const shape = { height: 2, width: 3, channels: 1 };
const image = [0, 0.5, 1, 2, -1, 0.25];
const residual = [0, 0.1, -0.2, 0, 0, 0.05];
const data = {
  ...shape,
  columnLabels: ["one", "two"],
  rows: [
    { label: "x₀", images: [image, image] },
    {
      label: "difference",
      images: [residual, residual],
      scale: "residual" as const,
    },
  ],
};

function decoded(href: string) {
  const [head, body] = href.split(",");
  assertEquals(head, "data:image/png;base64");
  return decode(Uint8Array.fromBase64(body));
}

Deno.test("each cell has a crisp picture; there are labels and the residual's range", () => {
  const svg = parseSvg(pairRowsFigure(data));
  const pictures = all(svg, "image");
  assertEquals(pictures.length, 4);
  for (const picture of pictures) {
    assertEquals(picture.getAttribute("image-rendering"), "pixelated");
  }
  const texts = textsOf(svg);
  for (
    const label of ["x₀", "difference", "one", "two", "residual", "−0.2", "0.2"]
  ) assert(texts.includes(label), `no "${label}" among ${texts}`);
});

Deno.test("a column's label may have two lines, for which the pictures make room", () => {
  const heightOf = (labels: readonly string[]) =>
    Number(
      parseSvg(pairRowsFigure({ ...data, columnLabels: labels }))
        .getAttribute("height"),
    );
  const labels = ["−0.42\n−0.41", "one"];
  assertEquals(heightOf(labels) - heightOf(data.columnLabels), 17);
  const svg = parseSvg(pairRowsFigure({ ...data, columnLabels: labels }));
  const texts = textsOf(svg);
  assert(texts.includes("−0.42") && texts.includes("−0.41"), `${texts}`);
});

Deno.test("pixels 0 to 1 become 0 to 255, others are clipped", () => {
  const { width, height, channels, data } = decoded(pixelImage(image, shape));
  assertEquals([width, height, channels], [3, 2, 1]);
  assertEquals([...data], [0, 128, 255, 255, 0, 64]);
  const rgb = decoded(
    pixelImage([1, 0, 0, 0, 1, 0], { height: 1, width: 2, channels: 3 }),
  );
  assertEquals([...rgb.data], [255, 0, 0, 0, 255, 0]);
});

Deno.test("a residual is red above 0, blue below, light at 0", () => {
  const { data } = decoded(
    divergingImage([1, -1, 0], { height: 1, width: 3, channels: 1 }, 1),
  );
  const [r1, , b1, r2, , b2, ...zero] = data;
  assert(r1 > b1 && r2 < b2);
  assert(zero.every((value) => value > 230));
});

Deno.test("without a residual there is no colour bar", () => {
  const texts = textsOf(
    parseSvg(pairRowsFigure({ ...data, rows: data.rows.slice(0, 1) })),
  );
  assert(!texts.includes("residual"));
});

Deno.test("pairRowsFigure names what is wrong", () => {
  const [row] = data.rows;
  assertThrows(
    () => pairRowsFigure({ ...data, channels: 2 }),
    RangeError,
    "channels: expected 1 or 3, found 2",
  );
  assertThrows(
    () => pairRowsFigure({ ...data, rows: [row, { ...row, images: [image] }] }),
    RangeError,
    'row "x₀": expected 2 values, found 1',
  );
  assertThrows(
    () =>
      pairRowsFigure({
        ...shape,
        rows: [{ label: "x", images: [[1, 2]] }],
      }),
    RangeError,
    'image 0 of row "x": expected 6 values, found 2',
  );
});
