import { assertEquals } from "@std/assert";
import { scoreWords } from "#lib/study/score_words.ts";

Deno.test("a score has its decimals, or one digit where these show none", () => {
  const cases: readonly (readonly [number, number, string])[] = [
    [12.345, 2, "12.35"],
    [0.126, 2, "0.13"],
    [0.05, 2, "0.05"],
    [0.0096, 2, "0.01"],
    [0.00034, 2, "0.0003"],
    [0.000099, 2, "0.0001"],
    [0.0000056, 4, "0.000006"],
    [0.98765, 4, "0.9877"],
    [0, 2, "0.00"],
    [-0.00034, 2, "-0.0003"],
  ];
  for (const [value, decimals, words] of cases) {
    assertEquals(scoreWords(value, decimals), words);
  }
});
