import { assert, assertThrows } from "@std/assert";
import { quadratic, unit } from "#lib/lie/basis.ts";
import { expm } from "#lib/lie/expm.ts";
import { applyLines, exponentialOfLines } from "#lib/lie/line_flow.ts";
import { lineStack } from "#lib/lie/line_generator.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { denseOf } from "./dense_of_lines.ts";
import { times } from "./times.ts";

const frame = 5, margin = 3, size = frame + 2 * margin;
const next = standardNormal(randomStream(0, "line flow"));
const alpha = unit(Array.from({ length: 12 }, () => next()));
const stack = lineStack(quadratic, frame, { kind: "tapered", margin });
const length = 2 * size ** 3;
const lines = new Float64Array(length).map((_, i) =>
  alpha.reduce((sum, a, term) => sum + a * stack[term * length + i], 0)
);
const x = Float64Array.from({ length: size * size }, () => next());

Deno.test("applyLines agrees with the product with the dense generator", () => {
  allclose(applyLines(lines, x), times(denseOf(lines, size), x), {
    absolute: 1e-11,
  });
});

Deno.test("exponentialOfLines agrees with the dense exponential to 1e-6", () => {
  const dense = denseOf(lines, size);
  const bound = createNormBound(quadratic, frame, margin)(alpha);
  for (const t of [-1.5, -0.1, 0, 0.4, 2]) {
    const exact = times(expm(dense.map((v) => -t * v)), x);
    const moved = exponentialOfLines(lines, bound, t, x);
    const error = Math.hypot(...moved.map((v, i) => v - exact[i]));
    assert(error <= 1e-6 * Math.hypot(...exact), `t = ${t}: ${error}`);
  }
});

Deno.test("matrices of another grid are refused", () => {
  assertThrows(
    () => applyLines(lines, x.subarray(0, 100)),
    RangeError,
    "expected 2000 numbers",
  );
});
