import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { range } from "d3-array";
import { latentFlowFigure } from "#lib/figures/latent/latent_flow.ts";
import { arrowsOf } from "#lib/figures/latent/latent_marks.ts";
import { rotationField } from "../examples.ts";
import { all, parseSvg, textsOf } from "../parse_svg.ts";

const data = {
  transformation: "rotation",
  parameter: "angle",
  unit: "radians",
  field: rotationField,
  size: 5,
  frames: range(9).map((i) => ({
    t: (i - 4) * 0.0875,
    image: range(25).map((k) => Math.sin(i + k)),
  })),
};

Deno.test("every cell of every patch has a rectangle and an arrow, and the field is finer", () => {
  const svg = parseSvg(latentFlowFigure(data));
  assertEquals(all(svg, ".patch rect").length, 25 + 9 * 25);
  assertEquals(all(svg, ".field path").length, 9 * 9 + 9 * 25);
});

Deno.test("each frame shows its t, and the axis the unit", () => {
  const texts = textsOf(parseSvg(latentFlowFigure(data)));
  for (const label of ["−0.35", "−0.09", "0", "0.26", "angle t (radians)"]) {
    assert(texts.includes(label), `no "${label}" among ${texts}`);
  }
});

Deno.test("arrows point along the field, y down on the screen", () => {
  const right = arrowsOf(() => [1, 0], 3, 90);
  const down = arrowsOf(() => [0, 2], 3, 90);
  assert(right.every(({ rotate }) => rotate === 90));
  assert(down.every(({ rotate }) => rotate === 180));
  // At the right edge a rotation by a positive angle points downwards.
  const turning = arrowsOf(rotationField, 3, 90);
  const edge = turning.find(({ x, y }) => x > 0.5 && y === 0)!;
  assertEquals(Math.abs(edge.rotate), 180);
  const longest = Math.max(...turning.map(({ length }) => length));
  assertAlmostEquals(longest, 0.95 * 30, 1e-12);
  assertEquals(turning.find(({ x, y }) => x === 0 && y === 0)!.length, 0);
});

Deno.test("a latent code of zeros and a field of zeros can be drawn", () => {
  const { svg } = latentFlowFigure({
    ...data,
    field: () => [0, 0],
    frames: [{ t: 0, image: new Float32Array(25) }],
  });
  assert(!svg.includes("NaN"));
});

Deno.test("latentFlowFigure names what is wrong", () => {
  assertThrows(
    () => latentFlowFigure({ ...data, frames: [] }),
    RangeError,
    "frames: expected at least one value, found none",
  );
  assertThrows(
    () => latentFlowFigure({ ...data, frames: [{ t: 1, image: [1, 2] }] }),
    RangeError,
    "image at t = 1: expected 25 values, found 2",
  );
  assertThrows(
    () =>
      latentFlowFigure({
        ...data,
        frames: [{ t: 1, image: range(25).map(() => NaN) }],
      }),
    RangeError,
    "found NaN at index 0",
  );
});
