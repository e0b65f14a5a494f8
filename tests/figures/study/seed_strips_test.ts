import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { seedStripsFigure } from "#lib/figures/study/seed_strips.ts";
import { seedStripsExample } from "./study_examples.ts";
import { all, numberOf, parseSvg, textsOf } from "../parse_svg.ts";

Deno.test("strips have a dot per seed, and a mean and an interval if there are any", () => {
  const svg = parseSvg(seedStripsFigure(seedStripsExample));
  assertEquals(all(svg, ".seeds circle").length, 5);
  assertEquals(all(svg, ".means line").length, 2);
  assertEquals(all(svg, ".intervals line").length, 1);
  for (
    const words of [
      ...["stable", "mnist-shear", "nothing", "0 seeds, 3 failed"],
      "mean and range of the seeds",
    ]
  ) {
    assertEquals(textsOf(svg).includes(words), true, words);
  }
});

Deno.test("the legend names the kinds of the bars", () => {
  const bar = (kind: "range" | "bootstrap") => ({ kind, low: 1, high: 3 });
  const legendOf = (kinds: readonly ("range" | "bootstrap" | null)[]) => {
    const strips = kinds.map((kind) => ({
      label: "a",
      values: [1, 3],
      mean: 2,
      interval: kind && bar(kind),
      note: "",
    }));
    const figure = seedStripsFigure({
      ...seedStripsExample,
      groups: [{ label: "g", strips }],
    });
    return textsOf(parseSvg(figure)).find((text) => text.startsWith("mean"));
  };
  assertEquals(legendOf([null]), "mean");
  assertEquals(legendOf(["range", null]), "mean and range of the seeds");
  assertEquals(legendOf(["bootstrap"]), "mean and 95 % bootstrap interval");
  assertEquals(
    legendOf(["range", "bootstrap"]),
    "mean and 95 % bootstrap interval, or range of the seeds if fewer than 10",
  );
});

Deno.test("dots are placed at their values", () => {
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

Deno.test("strips without any value are refused", () => {
  assertThrows(
    () => seedStripsFigure({ ...seedStripsExample, groups: [] }),
    RangeError,
    "seedStripsFigure: values: expected at least one value",
  );
});
