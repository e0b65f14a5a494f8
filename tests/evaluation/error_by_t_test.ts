import { assertAlmostEquals, assertEquals } from "@std/assert";
import { errorByT } from "#lib/evaluation/error_by_t.ts";

const truth = Float64Array.of(-1, -0.95, -0.5, 0.1, 1);
const network = Float64Array.of(-1, -0.75, -0.5, 0.4, 0.9);
const refined = Float64Array.of(-1.1, -0.95, -0.5, 0.1, 1);

Deno.test("each pair counts in its part of the range, also at its ends", () => {
  const parts = errorByT(truth, { network, refined }, [-1, 1]);
  assertEquals(parts.map(({ pairs }) => pairs), [2, 0, 1, 0, 0, 1, 0, 0, 0, 1]);
  parts.forEach(({ from, to }, i) => {
    assertAlmostEquals(from, -1 + 0.2 * i, 1e-12);
    assertAlmostEquals(to, -0.8 + 0.2 * i, 1e-12);
  });
});

Deno.test("a part's error is the mean of its pairs' own", () => {
  const parts = errorByT(truth, { network, refined }, [-1, 1]);
  const near = (found: number | null, wanted: number) =>
    assertAlmostEquals(found!, wanted, 1e-12);
  near(parts[0].network, 0.1);
  near(parts[0].refined, 0.05);
  near(parts[5].network, 0.3);
  near(parts[9].network, 0.1);
  near(parts[9].refined, 0);
});

Deno.test("no pairs, or no network: no error", () => {
  const parts = errorByT(truth, { refined }, [-1, 1]);
  assertEquals(parts.every(({ network }) => network === null), true);
  assertEquals(parts[1].refined, null);
});

Deno.test("a range of zero width has all its pairs in the first part", () => {
  const same = Float64Array.of(0.5, 0.5);
  const parts = errorByT(same, { refined: Float64Array.of(0.5, 0.7) }, [
    0.5,
    0.5,
  ]);
  assertEquals(parts.map(({ pairs }) => pairs), [2, ...Array(9).fill(0)]);
  assertAlmostEquals(parts[0].refined!, 0.1, 1e-12);
  assertEquals(parts.every(({ from, to }) => from === 0.5 && to === 0.5), true);
});
