import { assertEquals } from "@std/assert";
import type { Pausable } from "#lib/runtime/pausable.ts";
import {
  beginStretch,
  CELLS_BETWEEN_YIELDS,
  pausingBands,
  pausingBlocks,
  pausingLoop,
  VALUES_BETWEEN_YIELDS,
} from "#lib/runtime/pausing_loop.ts";

/** The indices visited between the yields of a computation. */
function visitsBetweenYields<T>(
  of: (visited: T[]) => Pausable<void>,
): T[][] {
  const visited: T[] = [], stretches: T[][] = [];
  const computation = of(visited);
  while (!computation.next().done) stretches.push(visited.splice(0));
  assertEquals(visited, []);
  return stretches;
}

Deno.test("a pausing loop yields before its visits exceed the cells of a stretch", () => {
  const cells = Math.ceil(CELLS_BETWEEN_YIELDS / 3);
  const stretches = visitsBetweenYields<number>((visited) =>
    pausingLoop(5, cells, (i) => visited.push(i))
  );
  assertEquals(stretches, [[0, 1], [2, 3], [4]]);
});

Deno.test("a pausing loop yields after each visit with more cells than that, and never without a visit", () => {
  const visits = (count: number) =>
    visitsBetweenYields<number>((visited) =>
      pausingLoop(count, 2 * CELLS_BETWEEN_YIELDS, (i) => visited.push(i))
    );
  assertEquals(visits(3), [[0], [1], [2]]);
  assertEquals(visits(0), []);
});

Deno.test("pausing blocks cover all indices once, in order", () => {
  const count = 2 * VALUES_BETWEEN_YIELDS + 1;
  const stretches = visitsBetweenYields<readonly [number, number]>((visited) =>
    pausingBlocks(count, (first, end) => visited.push([first, end]))
  );
  assertEquals(stretches, [
    [[0, VALUES_BETWEEN_YIELDS]],
    [[VALUES_BETWEEN_YIELDS, 2 * VALUES_BETWEEN_YIELDS]],
    [[2 * VALUES_BETWEEN_YIELDS, count]],
  ]);
});

Deno.test("bands of several steps share a stretch, and a band too large for it is divided", () => {
  const cells = CELLS_BETWEEN_YIELDS / 4;
  const stretches = visitsBetweenYields<readonly [string, number, number]>(
    function* (visited) {
      const stretch = beginStretch();
      const step = (name: string, count: number, cells: number) =>
        pausingBands(stretch, count, cells, (first, end) => {
          visited.push([name, first, end]);
        });
      yield* step("small", 3, cells);
      yield* step("divided", 6, cells);
      yield* step("larger than a stretch", 2, 5 * cells);
      yield;
    },
  );
  assertEquals(stretches, [
    [["small", 0, 3], ["divided", 0, 1]],
    [["divided", 1, 5]],
    [["divided", 5, 6]],
    [["larger than a stretch", 0, 1]],
    [["larger than a stretch", 1, 2]],
  ]);
});
