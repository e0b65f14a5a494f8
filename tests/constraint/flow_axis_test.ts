import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  basisOf,
  evenPoints,
  isClosed,
  periodAxis,
  powersAxis,
  windowAxis,
} from "#lib/constraint/flow_axis.ts";
import { axesOf } from "#lib/constraint/found_axes.ts";
import { cubic, fieldOf, unit } from "#lib/lie/basis.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { detectionExample } from "../detection/detection_example.ts";

const alpha = unit(Array.from({ length: 20 }, (_, i) => Math.sin(i)));

Deno.test("an axis is plain JSON, and its basis spans the same field", () => {
  const axis = windowAxis(cubic, alpha, [-1, 0, 1]);
  const read = JSON.parse(JSON.stringify(axis));
  assertEquals(read, axis);
  for (const [x, y] of [[0.3, -0.8], [-1.1, 0.4], [0, 0]]) {
    assertEquals(
      fieldOf(basisOf(read), axis.alpha)(x, y).map((v) => v.toFixed(12)),
      fieldOf(cubic, alpha)(x, y).map((v) => v.toFixed(12)),
    );
  }
});

Deno.test("an axis is closed if its points go once around a period", () => {
  const closed = periodAxis(cubic, alpha, 7, 3);
  assert(isClosed(closed) && isClosed(periodAxis(cubic, alpha, 1, 3)));
  assert(!isClosed(powersAxis(closed, 2)));
  assert(!isClosed(windowAxis(cubic, alpha, closed.points)));
  assert(!isClosed(windowAxis(cubic, alpha, [0, 1, 2], 4)));
  assertEquals(powersAxis(closed, 1).points, [-3 / 7, 0, 3 / 7]);
  assertEquals(evenPoints(-1, 1, 5), [-1, -0.5, 0, 0.5, 1]);
  assertEquals(evenPoints(-1, 3, 1), [1]);
});

Deno.test("a found shift has a period if the caller gives one", () => {
  const shift = detectionExample({ field: () => [1, 0] });
  const [open] = axesOf(shift, { points: 4 });
  assert(open.period === undefined && !isClosed(open));
  const [closed] = axesOf(shift, { points: 4, period: 2 });
  assert(isClosed(closed));
  assertEquals(closed.points, [0, 0.5, 1, 1.5]);
});

Deno.test("invalid points and periods are refused", () => {
  const window = (...points: number[]) => () =>
    windowAxis(cubic, alpha, points);
  for (const points of [[], [0, 1, 3], [0, 0], [1, 0], [0, NaN]]) {
    assertThrows(window(...points), RangeError, `found [${points}]`);
  }
  assertThrows(
    () => periodAxis(cubic, unit([1, ...new Array(19).fill(0)]), 4),
    UserError,
    "expected a field with a period",
  );
  assertThrows(() => periodAxis(cubic, alpha, 0, 1), RangeError, "found 0");
  assertThrows(() => periodAxis(cubic, alpha, 3, -1), RangeError, "found -1");
  assertThrows(
    () => powersAxis(windowAxis(cubic, alpha, [0]), 1),
    RangeError,
    "at least 2 points",
  );
});

/** A found rotation whose t go from -most to most, in degrees. */
function turnedBy(most: number) {
  const found = detectionExample();
  // t is 1.414 times the angle; the window leaves out 2 % of the t at either end.
  const end = Math.SQRT2 * most * Math.PI / 180 / 0.96;
  const t = found.held.t.map((_, i) =>
    end * (2 * i / (found.held.t.length - 1) - 1)
  );
  const explained = t.map(() => 1);
  return { ...found, held: { ...found.held, t, explained } };
}

Deno.test("points cover the whole period if the learned t cover half of it", () => {
  const degrees = (t: number) => t / Math.SQRT2 * 180 / Math.PI;
  for (const most of [75, 88]) {
    const [axis] = axesOf(turnedBy(most), { points: 5 });
    assert(!isClosed(axis) && axis.period !== undefined, `${most} degrees`);
    assertAlmostEquals(degrees(axis.points[0]), -most, 0.5);
    assertAlmostEquals(degrees(axis.points[4]), most, 0.5);
  }
  for (const most of [92, 180]) {
    const [axis] = axesOf(turnedBy(most), { points: 5 });
    assert(isClosed(axis), `${most} degrees`);
  }
  const [asked] = axesOf(turnedBy(75), { points: 5, over: "period" });
  assert(isClosed(asked));
  const [narrow] = axesOf(turnedBy(180), { points: 5, over: "window" });
  assert(!isClosed(narrow));
});
