import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { powerLaw } from "#lib/evaluation/power_law.ts";

Deno.test("the exponent of a power law is found", () => {
  const points = [50, 500, 5000].map((x) => ({ x, y: 7 * x ** -0.5 }));
  const law = powerLaw(points);
  assert(law !== null);
  assertAlmostEquals(law.exponent, -0.5, 1e-12);
  assertAlmostEquals(law.factor, 7, 1e-9);
});

Deno.test("one place is too few", () => {
  assertEquals(powerLaw([{ x: 2, y: 1 }, { x: 2, y: 3 }]), null);
  assertEquals(powerLaw([]), null);
});
