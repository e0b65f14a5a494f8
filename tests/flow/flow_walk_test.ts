import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { FAR, flowWalk, LARGEST_T } from "#lib/flow/flow_walk.ts";
import { transformations } from "#lib/flow/transformations.ts";
import type { Rate } from "#lib/lie/monomials.ts";

const size = { height: 6, width: 9 };
const growing: Rate = (x, y, out) => [out[0], out[1]] = [x, y];

/** Where a pixel's centre is, in half-frames. */
const centre = (pixel: number) => [
  (pixel % 9 - 4) / 4.5,
  (Math.floor(pixel / 9) - 2.5) / 4.5,
];

Deno.test("a walk is where the content comes from, however it got there", () => {
  const walk = flowWalk(growing, size);
  // After -3 all but the middle is far away, and does not come back by itself.
  for (const t of [0.2, 0.7, -3, -0.1, 0.4, 0.4, 0.1, -3, 4, 0.5, 0]) {
    walk.to(t);
    walk.x.forEach((x, pixel) => {
      const [fromX, fromY] = transformations.scaling.flow(
        -t,
        centre(pixel)[0],
        centre(pixel)[1],
      );
      if (Math.max(Math.abs(fromX), Math.abs(fromY)) > FAR) {
        assert(Math.max(Math.abs(x), Math.abs(walk.y[pixel])) >= FAR);
        return;
      }
      assertAlmostEquals(x, fromX, 1e-6);
      assertAlmostEquals(walk.y[pixel], fromY, 1e-6);
    });
  }
});

Deno.test("what leaves to infinity stays far, and is a number", () => {
  const walk = flowWalk((x, y, out) => [out[0], out[1]] = [x ** 3, y], size);
  walk.to(-LARGEST_T);
  assert(walk.x.every((x) => Math.abs(x) <= FAR));
  // What went far along x has stopped along y, too.
  const stopped = walk.y.filter((_, pixel) => Math.abs(walk.x[pixel]) === FAR);
  assert(stopped.length > 0 && stopped.every((y) => Math.abs(y) < FAR));
});

Deno.test("a walk goes to no t that is too far or none", () => {
  const walk = flowWalk(growing, size);
  for (const t of [NaN, LARGEST_T + 1, -Infinity]) {
    assertThrows(() => walk.to(t), RangeError, "expected a t from -128 to 128");
  }
});
