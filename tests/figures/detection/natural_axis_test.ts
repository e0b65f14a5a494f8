import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { NaturalParameter } from "#lib/detection/natural_parameter.ts";
import { naturalTicks } from "#lib/figures/detection/natural_axis.ts";
import {
  modesInWords,
  naturalInWords,
  naturalLabel,
  unitInWords,
} from "#lib/figures/t_words.ts";

const angle = (rate: number): NaturalParameter => ({
  name: "angle",
  unit: "degrees",
  form: "linear",
  rate,
});
const factor = (rate: number): NaturalParameter => ({
  name: "factor along x",
  unit: "1",
  form: "exponential",
  rate,
});

const SPAN = [-0.5, 1] as const, WIDTH = 670;

function labelled(parameter: NaturalParameter, width = WIDTH) {
  const found = naturalTicks(parameter, SPAN, width)!;
  return found.ticks.map((t) => [t, found.tickFormat(t)] as const);
}

for (const rate of [40, -40, 0.3]) {
  Deno.test(`ticks of an angle stand at round values: ${rate} degrees per t`, () => {
    const ticks = labelled(angle(rate));
    assert(ticks.length >= 4, `${ticks}`);
    for (const [t, label] of ticks) {
      assertAlmostEquals(rate * t, Number(label.replace("−", "-")), 1e-9);
      assert(SPAN[0] <= t && t <= SPAN[1]);
    }
    const times = ticks.map(([t]) => t);
    assertEquals(times, times.toSorted((a, b) => a - b));
  });
}

for (const rate of [0.5, -0.5, 3, -3]) {
  Deno.test(`ticks of a factor stand at round values: log-scale ${rate} per t`, () => {
    const ticks = labelled(factor(rate));
    assert(ticks.length >= 3, `${ticks}`);
    for (const [t, label] of ticks) {
      assertAlmostEquals(Math.exp(rate * t), Number(label), 1e-9);
      assert(SPAN[0] <= t && t <= SPAN[1]);
    }
    assert(ticks.some(([, label]) => Number(label) === 1));
  });
}

Deno.test("there are fewer ticks in less space, and none in too little", () => {
  assert(labelled(angle(40), 150).length < labelled(angle(40)).length);
  assertEquals(naturalTicks(angle(40), SPAN, 20), undefined);
});

Deno.test("a parameter that is not finite, or is constant, has no axis", () => {
  for (const none of [angle(0), angle(NaN), factor(5000), factor(-5000)]) {
    assertEquals(naturalTicks(none, SPAN, WIDTH), undefined);
  }
});

Deno.test("modes and t = 1 are given in the natural unit, too", () => {
  assertEquals(
    modesInWords([-0.443, 0.718], angle(57.3)),
    "2 modes, at −0.443 and 0.718 (−25.4 and 41.1 degrees)",
  );
  assertEquals(
    modesInWords([0, 1], factor(Math.log(2))),
    "2 modes, at 0 and 1 (factor along x: 1 and 2)",
  );
  assertEquals(modesInWords([], angle(1)), "no mode that stands out");
  assertEquals(naturalInWords(-1, angle(40.51)), "−40.5 degrees");
  assertEquals(naturalInWords(1, factor(Math.log(3))), "factor along x: 3");
  assertEquals(
    unitInWords(angle(40.51)),
    "At t = 1 the angle is 40.5 degrees.",
  );
  assertEquals(
    unitInWords(factor(Math.log(0.5))),
    "At t = 1 the factor along x is 0.5.",
  );
  assertEquals(naturalLabel(angle(1)), "angle (degrees)");
  assertEquals(naturalLabel(factor(1)), "factor along x");
});
