import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { transformations } from "#lib/flow/transformations.ts";
import { projectField, quadratic } from "#lib/lie/basis.ts";
import { createPixelFlow } from "#lib/model/pixel_flow.ts";
import { seenCells } from "#lib/model/seen.ts";
import { allclose } from "../allclose.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const SIDE = 32, frame = 16;
const flow = createPixelFlow(quadratic, SIDE, undefined, "unknown");
const centre = (i: number) => (i - (frame - 1) / 2) / (frame / 2);

/**
 * A weight that rises linearly from 0, one cell inside the edge, to 1, two cells
 * inside.
 */
const inside = (x: number) => {
  const cells = (1 - Math.abs(x)) * frame / 2;
  return Math.min(1, Math.max(0, cells - 1));
};

for (
  const { name, field, flow: move } of Object.values(transformations)
) {
  Deno.test(`a cell of x0 moved by ${name} counts if it and its origin are inside`, () => {
    const { coefficients } = projectField(field, quadratic);
    const t = Float32Array.of(-0.4, -0.13, 0, 0.25, 0.4);
    const actual = seenCells(flow, coefficients, t)!;
    const expected = Array.from(t).flatMap((time) =>
      Array.from({ length: frame ** 2 }, (_, cell) => {
        const [x, y] = [centre(cell % frame), centre(Math.floor(cell / frame))];
        const [fromX, fromY] = move(-time, x, y);
        return [x, y, fromX, fromY].reduce((w, at) => w * inside(at), 1);
      })
    );
    // The weights are interpolated in t, and have a kink where the ramp begins.
    allclose(actual, expected, { absolute: 0.03 });
  });
}

Deno.test("without motion only the cells near the edge count less", () => {
  const weights = seenCells(
    flow,
    quadratic.terms.map(() => 1),
    Float32Array.of(0),
  )!;
  weights.forEach((weight, cell) => {
    // Each factor occurs twice, since a cell is its own origin.
    const [x, y] = [cell % frame, Math.floor(cell / frame)]
      .map((at) => [0, 0.25][Math.min(at, frame - 1 - at)] ?? 1);
    assertEquals(weight, x * y, `cell ${cell}`);
  });
});

Deno.test("cells whose origin is at infinity do not count", () => {
  const alpha = quadratic.terms.map(({ label }) => label === "x² ∂x" ? 1 : 0);
  assert(alpha.includes(1), "no such term");
  const weights = seenCells(flow, alpha, Float32Array.of(40))!;
  // The field is x' = -x^2 backwards: points right of 0 tend to 0, and others to
  // infinity.
  weights.forEach((weight, cell) => {
    const [column, row] = [cell % frame, Math.floor(cell / frame)];
    const right = column >= frame / 2 ? inside(centre(column)) : 0;
    assertAlmostEquals(weight, right * inside(centre(row)) ** 2, 1e-6);
  });
});

Deno.test("if the surroundings are black, all cells count", () => {
  const black = createPixelFlow(quadratic, SIDE);
  assertEquals(seenCells(black, [1], Float32Array.of(1)), undefined);
});
