import { assertEquals } from "@std/assert";
import { fixedText } from "#lib/figures/fixed_text.ts";

const cases: readonly (readonly [number, number, string])[] = [
  [-0.0004, 3, "0.000"],
  [-0.0005, 3, "−0.001"],
  [-0.4, 0, "0"],
  [-0, 2, "0.00"],
  [0.0004, 3, "0.000"],
  [-10.04, 1, "−10.0"],
  [-100, 0, "−100"],
  [20, 0, "20"],
];

for (const [value, decimals, text] of cases) {
  Deno.test(`${value} with ${decimals} decimals is ${text}`, () =>
    assertEquals(fixedText(value, decimals), text));
}
