import { assert, assertEquals } from "@std/assert";
import { jitter } from "#lib/figures/study/jitter.ts";

Deno.test("dots are moved aside evenly, all within the band", () => {
  const places = Array.from({ length: 63 }, (_, i) => jitter(i, 2));
  assertEquals(new Set(places).size, 63);
  assert(places.every((place) => Math.abs(place) < 1));
  const sorted = places.toSorted((a, b) => a - b);
  const gaps = sorted.slice(1).map((place, i) => place - sorted[i]);
  assert(Math.max(...gaps) <= 2 / 32 + 1e-12);
});
