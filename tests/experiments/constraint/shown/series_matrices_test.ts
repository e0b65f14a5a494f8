import { assertEquals } from "@std/assert";
import {
  seriesMatricesFigure,
  seriesMatrix,
} from "#lib/experiments/constraint/shown/series_matrices.ts";
import {
  powersOfFlow,
  powersOfShift,
} from "#lib/experiments/constraint/shown/shown_flow.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { allclose } from "../../../allclose.ts";
import { foundAlong } from "../../../constraint/labelled_blobs.ts";
import { all, parseSvg, textsOf } from "../../../figures/parse_svg.ts";

const turn = foundAlong(transformations.rotation.field, 1);

Deno.test("a series in S of a shift has the same weights in every row", () => {
  const side = 5, theta = [0.25, 0.5, -0.125];
  const matrix = seriesMatrix(powersOfShift(side, 1), side, theta);
  const expected = new Float64Array(side ** 4);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      theta.forEach((weight, i) => {
        // S moves content to the right, so the value comes from a cell to the left.
        const from = y * side + (x - (i - 1) + side) % side;
        expected[(y * side + x) * side ** 2 + from] += weight;
      });
    }
  }
  allclose(matrix, expected, { absolute: 1e-9 });
});

Deno.test("a series is linear in its weights, and commutes with S on a period", () => {
  const side = 5, cells = side ** 2;
  const axis = powersOfFlow(turn, "period", 0.7, 1);
  const series = (theta: readonly number[]) => seriesMatrix(axis, side, theta);
  const [a, b, both] = [[1, 0, 0], [0, 0, 1], [0.3, 0, -2]].map(series);
  allclose(both, a.map((value, i) => 0.3 * value - 2 * b[i]), {
    absolute: 1e-12,
  });
  const times = (p: Float64Array, q: Float64Array) =>
    Float64Array.from({ length: cells ** 2 }, (_, at) => {
      const row = Math.floor(at / cells), column = at % cells;
      let sum = 0;
      for (let k = 0; k < cells; k++) {
        sum += p[row * cells + k] * q[k * cells + column];
      }
      return sum;
    });
  allclose(times(both, b), times(b, both), { absolute: 1e-9 });
});

Deno.test("S and the series are drawn for the found flow and for a shift", () => {
  const theta = [0.25, 0.5, 0.25];
  const figure = seriesMatricesFigure(turn, { side: 5, tau: 0.5, theta });
  const svg = parseSvg(figure);
  assertEquals(all(svg, "image").length, 4);
  const texts = textsOf(svg);
  assertEquals(
    ["found", "shift", "S", "series"].filter((word) => !texts.includes(word)),
    [],
  );
});
