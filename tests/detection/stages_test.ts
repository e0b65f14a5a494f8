import { assertEquals } from "@std/assert";
import { stagesOf } from "#lib/detection/stages.ts";

Deno.test("progress counts ended stages and a part of the present one", () => {
  const told: [number, string][] = [];
  const { expect, begin } = stagesOf((share, what) => told.push([share, what]));
  expect(4);
  begin("first", 1);
  const tell = begin("second", 3);
  tell(1, 3);
  tell(3, 3);
  assertEquals(told, [
    [0, "first"],
    [0.25, "second"],
    [0.5, "second"],
    [1, "second"],
  ]);
});

Deno.test("progress never goes back, and never beyond the end", () => {
  const shares: number[] = [];
  const { expect, begin } = stagesOf((share) => shares.push(share));
  expect(2);
  begin("first", 1);
  begin("second", 1);
  // It turns out that more stages are needed.
  expect(6);
  begin("third", 1);
  const tell = begin("fourth", 5);
  tell(9, 5);
  assertEquals(shares, [0, 0.5, 0.5, 0.5, 1]);
});
