import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { type FlowWalk, flowWalk, LARGEST_T } from "#lib/flow/flow_walk.ts";
import { FAR } from "#lib/flow/follow_orbit.ts";
import { transformations } from "#lib/flow/transformations.ts";
import type { Velocity } from "#lib/lie/monomials.ts";

const size = { height: 6, width: 9 };
const growing: Velocity = (x, y, out) => [out[0], out[1]] = [x, y];

/** Centre of a pixel, in half-frames. */
const centre = (pixel: number) => [
  (pixel % 9 - 4) / 4.5,
  (Math.floor(pixel / 9) - 2.5) / 4.5,
];

/** Source of the content of every pixel, in half-frames. */
const placesOf = ({ sources }: FlowWalk) =>
  Array.from(sources.subarray(0, 54), (column, pixel) => ({
    x: (column - 4) / 4.5,
    y: (sources[54 + pixel] - 2.5) / 4.5,
  }));

Deno.test("a walk gives the content's source at t, whatever the steps before", () => {
  const walk = flowWalk(growing, size);
  // At t = -3 all sources but the middle ones are far away. They have to be computed
  // afresh.
  for (const t of [0.2, 0.7, -3, -0.1, 0.4, 0.4, 0.1, -3, 4, 0.5, 0]) {
    walk.to(t);
    placesOf(walk).forEach(({ x, y }, pixel) => {
      const [fromX, fromY] = transformations.scaling.flow(
        -t,
        centre(pixel)[0],
        centre(pixel)[1],
      );
      if (Math.max(Math.abs(fromX), Math.abs(fromY)) > FAR) {
        assert(Math.max(Math.abs(x), Math.abs(y)) >= FAR - 1e-12);
        return;
      }
      assertAlmostEquals(x, fromX, 1e-6);
      assertAlmostEquals(y, fromY, 1e-6);
    });
  }
});

Deno.test("sources that go to infinity stay far away and finite", () => {
  const walk = flowWalk((x, y, out) => [out[0], out[1]] = [x ** 3, y], size);
  walk.to(-LARGEST_T);
  const places = placesOf(walk);
  assert(places.every(({ x }) => Math.abs(x) <= FAR + 1e-12));
  // A source that is far away along x has stopped along y, too.
  const stopped = places.filter(({ x }) => Math.abs(x) > FAR - 1e-12);
  assert(stopped.length > 0);
  assert(stopped.every(({ y }) => Math.abs(y) < FAR - 1e-12));
});

Deno.test("a walk refuses a t that is too large or not finite", () => {
  const walk = flowWalk(growing, size);
  for (const t of [NaN, LARGEST_T + 1, -Infinity]) {
    assertThrows(() => walk.to(t), RangeError, "expected a t from -128 to 128");
  }
});
