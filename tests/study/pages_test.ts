import { assert, assertEquals, assertMatch } from "@std/assert";
import { ablationPage } from "#lib/study/ablation_page.ts";
import type { Condition } from "#lib/study/conditions.ts";
import { measures } from "#lib/study/measures.ts";
import { sensitivityPages } from "#lib/study/sensitivity_pages.ts";
import { summarise, type Summarised } from "#lib/study/summary.ts";

/** A condition whose seeds have angles as their only values. */
function conditionOf(
  angles: readonly number[],
  of: Partial<Pick<Condition, "preset" | "variation">> = {},
): Summarised {
  const none = angles.map(() => null);
  return summarise({
    experiment: "mnist-shear",
    preset: "stable",
    budget: "quick",
    ...of,
    seeds: angles.map((_, seed) => seed),
    values: Object.fromEntries(
      measures.map(({ name }) => [name, name === "angle" ? angles : none]),
    ),
    errorByT: [],
    unit: "shear factor",
    missing: 0,
  });
}

/** The ingredients page's column of how many times better each row is with a taper. */
function gainsOf(whole: readonly number[], without: readonly number[]) {
  const page = ablationPage([
    conditionOf(whole, { preset: "without-registration" }),
    conditionOf(without, { preset: "without-taper" }),
  ])!;
  const { columns, rows } = page.sections[0].table!;
  const at = columns.findIndex(({ name }) => name === "times better with it");
  return rows.map(({ cells }) => cells[at]);
}

Deno.test("an ingredient's gain is a ratio of mean angles, and none of an angle of 0", () => {
  assertEquals(gainsOf([0.1, 0.3], [0.5, 0.5]), ["–", "2.5"]);
  assertEquals(gainsOf([0.2], [0]), ["–", "0.0"]);
  assertEquals(gainsOf([0, 0], [0.5, 0.5]), ["–", "–"]);
  assertEquals(gainsOf([0, 0], [0, 0]), ["–", "–"]);
});

Deno.test("a power law through ten seeds at each of two values has a finite interval", () => {
  const pages = sensitivityPages([["100", 1], ["10000", 0.1]].map((
    [value, angle],
  ) =>
    conditionOf(new Array(10).fill(Number(angle)), {
      variation: { name: "pairs", value: String(value) },
    })
  ));
  const [law] = pages[0].sections[0].text;
  // A bootstrap draw with only one value has no exponent, and is left out.
  assertMatch(
    law,
    /power of −0\.50 \(95 % bootstrap interval −0\.50 to −0\.50, 20 runs\)\.$/,
  );
  assert(!law.includes("NaN"));
});
