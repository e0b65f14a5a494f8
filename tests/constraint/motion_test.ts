import { assert, assertThrows } from "@std/assert";
import { basisOf, type FlowAxis } from "#lib/constraint/flow_axis.ts";
import { motionMatrices } from "#lib/constraint/motion.ts";
import {
  periodicGenerator,
  periodicMotion,
} from "#lib/constraint/period_motion.ts";
import { foundFlow } from "#lib/detection/use.ts";
import { multiply } from "#lib/lie/expm.ts";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import { exponentialOfLines } from "#lib/lie/line_flow.ts";
import { lineStack } from "#lib/lie/line_generator.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import { randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { blobs } from "../blobs.ts";
import { times } from "../lie/times.ts";
import { rotationAxis, shearAxis, shiftAxes } from "./axes_of_fields.ts";

const SIDE = 12, CELLS = SIDE ** 2;
const image = Float64Array.from(
  blobs(1, SIDE, randomStream(3, "motions")).pixels,
);
const identity = new Float64Array(CELLS ** 2);
for (let i = 0; i < CELLS; i++) identity[i * (CELLS + 1)] = 1;

/** The matrices S(t), one per t. */
function motions(axis: FlowAxis, ...t: number[]): Float64Array[] {
  const all = motionMatrices(axis, SIDE, t);
  return t.map((_, k) => all.slice(k * CELLS ** 2, (k + 1) * CELLS ** 2));
}

/** Distance of two images, relative to the second one's norm. */
function apart(a: Float64Array, b: ArrayLike<number>): number {
  return Math.hypot(...a.map((v, i) => v - b[i])) /
    Math.hypot(...Array.from(b));
}

/** The image moved by the flow of an axis, with bilinear interpolation. */
function movedByPoints(axis: FlowAxis, t: number): Float32Array {
  const basis = basisOf(axis);
  const coefficients = axis.alpha.map((value, i) => (
    { term: basis.terms[i].label, value, low: value, high: value }
  ));
  const picture = {
    pixels: Float32Array.from(image),
    height: SIDE,
    width: SIDE,
    channels: 1,
  };
  return foundFlow({ basis, coefficients })(picture, t).pixels as Float32Array;
}

Deno.test("on a period S(0) = S(period) = 1, S(s) S(t) = S(s + t), and S is orthogonal", () => {
  const axis = rotationAxis(8), { period } = axis;
  const [s, t, both, back, zero, whole] = motions(
    axis,
    ...[0.7, 2.1, 2.8, -0.7, 0, period!],
  );
  allclose(multiply(s, t, CELLS), both, { absolute: 1e-12 });
  allclose(multiply(s, back, CELLS), identity, { absolute: 1e-12 });
  allclose(zero, identity, { absolute: 0 });
  allclose(whole, identity, { absolute: 1e-12 });
  const transposed = s.map((_, i) =>
    s[i % CELLS * CELLS + Math.floor(i / CELLS)]
  );
  allclose(transposed, back, { absolute: 1e-12 });
});

Deno.test("a rounded generator is the derivative of S, and close to the plain generator", () => {
  const axis = rotationAxis(4), basis = basisOf(axis);
  const motion = periodicMotion(basis, axis.alpha, SIDE, axis.period!);
  const rounded = periodicGenerator(motion);
  const h = 1e-5;
  const [ahead, behind] = motions(axis, h, -h);
  const slope = ahead.map((value, i) => (behind[i] - value) / (2 * h));
  allclose(slope, rounded, { absolute: 1e-5 });
  const plain = combine(generatorStack(basis, SIDE), axis.alpha);
  const error = apart(times(rounded, image), times(plain, image));
  // Measured: 0.012.
  assert(error > 1e-6 && error < 0.03, `${error}`);
});

Deno.test("S moves content as the flow of points does", () => {
  const cases: [FlowAxis, number][] = [
    [rotationAxis(8), 1],
    [rotationAxis(8), -0.4],
    [shearAxis(1, 3), 0.5],
    [shearAxis(1, 3), -0.3],
  ];
  for (const [axis, t] of cases) {
    const [s] = motions(axis, t);
    const moved = times(s, image);
    const byPoints = movedByPoints(axis, t);
    const error = apart(moved, byPoints), change = apart(image, byPoints);
    // Measured: up to 0.15 of the change, the difference between the interpolations.
    assert(error < change / 5, `t = ${t}: ${error} of a change by ${change}`);
  }
});

Deno.test("S of a shift by a cell is the permutation of the cells", () => {
  const side = 7;
  for (const [k, axis] of shiftAxes(side).entries()) {
    const s = motionMatrices(axis, side, [axis.points[1]]);
    const expected = new Float64Array(side ** 4);
    for (let cell = 0; cell < side ** 2; cell++) {
      const [row, column] = [Math.floor(cell / side), cell % side];
      const to = k === 0
        ? row * side + (column + 1) % side
        : (row + 1) % side * side + column;
      expected[to * side ** 2 + cell] = 1;
    }
    allclose(s, expected, { absolute: 1e-13 });
  }
});

Deno.test("S of a window is the exponential of the tapered generator, within its margins", () => {
  const axis = shearAxis(1, 3), basis = basisOf(axis);
  const margin = 3, size = SIDE + 2 * margin;
  const stack = lineStack(basis, SIDE, { kind: "tapered", margin });
  const length = 2 * size ** 3;
  const lines = new Float64Array(length).map((_, i) =>
    axis.alpha.reduce((sum, a, term) => sum + a * stack[term * length + i], 0)
  );
  const bound = createNormBound(basis, SIDE, margin)(axis.alpha);
  const inGrid = (i: number) =>
    (Math.floor(i / SIDE) + margin) * size + i % SIDE + margin;
  const grid = new Float64Array(size ** 2);
  image.forEach((value, i) => grid[inGrid(i)] = value);
  const t = [-0.6, 0, 0.35];
  for (const [k, s] of motions(axis, ...t).entries()) {
    const exact = exponentialOfLines(lines, bound, t[k], grid);
    allclose(times(s, image), image.map((_, i) => exact[inGrid(i)]), {
      absolute: 1e-5,
    });
  }
});

Deno.test("S(s) S(t) = S(s + t) on a window, except for content that leaves it", () => {
  const [s, t, both, zero] = motions(shearAxis(1, 3), 0.2, 0.3, 0.5, 0);
  allclose(zero, identity, { absolute: 1e-6 });
  const error = apart(times(s, times(t, image)), times(both, image));
  // Measured: 0.0082 of the image.
  assert(error < 0.015, `${error}`);
});

Deno.test("invalid sides and times are refused", () => {
  const axis = rotationAxis(4);
  assertThrows(() => motionMatrices(axis, 1, [0]), RangeError, "found 1");
  assertThrows(() => motionMatrices(axis, 4, [NaN]), RangeError, "found [NaN]");
  assertThrows(() => motionMatrices(axis, 4, []), RangeError, "found []");
});
