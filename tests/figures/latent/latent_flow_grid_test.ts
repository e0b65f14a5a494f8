import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { range } from "d3-array";
import { latentFlowGridFigure } from "#lib/figures/latent/latent_flow_grid.ts";
import { rotationField } from "../examples.ts";
import { all, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

const row = {
  title: "Rotation",
  parameter: "angle",
  unit: "radians",
  field: rotationField,
  size: 5,
  frames: range(7).map((i) => ({
    t: (i - 3) / 10,
    image: range(25).map((k) => Math.sin(i + k)),
  })),
};
const scaling = {
  ...row,
  title: "Scaling",
  parameter: "log-scale",
  unit: "log-scale",
  field: (x: number, y: number) => [x, y] as const,
  size: 3,
  frames: [-0.25, 0, 0.25].map((t) => ({
    t,
    image: range(9).map((k) => t + Math.cos(k)),
  })),
};

const fills = (rows: readonly (typeof row)[]) =>
  all(parseSvg(latentFlowGridFigure({ rows })), ".patch rect")
    .map((cell) => cell.getAttribute("fill"));

Deno.test("each row has the field over the patch at t = 0, and every frame", () => {
  const svg = parseSvg(latentFlowGridFigure({ rows: [row, scaling] }));
  assertEquals(all(svg, ".patch rect").length, 8 * 25 + 4 * 9);
  assertEquals(all(svg, ".field path").length, 81 + 7 * 25 + 25 + 3 * 9);
  const [still, frames] = [fills([row]).slice(0, 25), fills([row]).slice(25)];
  assertEquals(still, frames.slice(3 * 25, 4 * 25));
  assertNotEquals(still, frames.slice(0, 25));
});

Deno.test("each row shows its title, its t and their unit", () => {
  const texts = textsOf(
    parseSvg(latentFlowGridFigure({ rows: [row, scaling] })),
  );
  for (
    const label of [
      "Rotation",
      "−0.3",
      "angle t (radians)",
      "Scaling",
      "−0.25",
      "t (log-scale)",
      "x (half-frames)",
    ]
  ) assert(texts.includes(label), `no "${label}" among ${texts}`);
});

Deno.test("a row's colours are relative to its own largest value", () => {
  const times = (factor: number) => ({
    ...row,
    frames: row.frames.map(({ t, image }) => ({
      t,
      image: image.map((value) => factor * value),
    })),
  });
  assertEquals(fills([times(10), row]), fills([row, row]));
  const other = { ...row, frames: row.frames.toReversed() };
  assertNotEquals(fills([other]), fills([row]));
});

Deno.test("fields and patches are square", () => {
  for (const rows of [[row], [{ ...row, frames: row.frames.slice(0, 1) }]]) {
    const cells = all(parseSvg(latentFlowGridFigure({ rows })), ".patch rect");
    for (const cell of cells) {
      const [width, height] = ["width", "height"].map((name) =>
        numberOf(cell, name)
      );
      assert(width > 0);
      assertAlmostEquals(width, height, 1e-9);
    }
  }
});

Deno.test("from 1 to 12 rows, each adds the same height", () => {
  const heights = [1, 2, 12].map((count) =>
    numberOf(
      parseSvg(latentFlowGridFigure({ rows: range(count).map(() => row) })),
      "height",
    )
  );
  assertEquals(heights[2] - heights[0], 11 * (heights[1] - heights[0]));
});

Deno.test("latentFlowGridFigure names what is wrong, and in which row", () => {
  assertThrows(
    () => latentFlowGridFigure({ rows: [] }),
    RangeError,
    "latentFlowGridFigure: rows: expected at least one value",
  );
  assertThrows(
    () => latentFlowGridFigure({ rows: [row, { ...scaling, frames: [] }] }),
    RangeError,
    'latentFlowGridFigure: row "Scaling": frames: expected at least one value',
  );
  assertThrows(
    () => latentFlowGridFigure({ rows: [{ ...row, size: 4 }] }),
    RangeError,
    'row "Rotation": image at t = -0.3: expected 16 values, found 25',
  );
});
