import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { seedStripsFigure } from "#lib/figures/seed_strips.ts";
import { seedStripsExample } from "./study_examples.ts";
import { all, numberOf, parseSvg, textsOf } from "./parse_svg.ts";

Deno.test("strips have a dot a seed, a mean and an interval where there are any", () => {
  const svg = parseSvg(seedStripsFigure(seedStripsExample));
  assertEquals(all(svg, ".seeds circle").length, 5);
  assertEquals(all(svg, ".means line").length, 2);
  assertEquals(all(svg, ".intervals line").length, 1);
  for (
    const words of ["stable", "mnist-shear", "nothing", "0 seeds, 3 failed"]
  ) {
    assertEquals(textsOf(svg).includes(words), true, words);
  }
});

Deno.test("dots are where their values are", () => {
  const strip = (values: readonly number[]) => ({
    label: "a",
    values,
    mean: null,
    interval: null,
    note: "",
  });
  const svg = parseSvg(seedStripsFigure({
    ...seedStripsExample,
    groups: [{ label: "g", strips: [strip([1, 2, 3])] }],
  }));
  const [a, b, c] = all(svg, ".seeds circle").map((dot) => numberOf(dot, "cx"));
  assertAlmostEquals(b - a, c - b, 1e-6);
  assertEquals(b > a, true);
});

Deno.test("strips without any value are no figure", () => {
  assertThrows(
    () => seedStripsFigure({ ...seedStripsExample, groups: [] }),
    RangeError,
    "seedStripsFigure: values: expected at least one value",
  );
});
