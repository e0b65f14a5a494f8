import { assertEquals } from "@std/assert";
import { listWords, rangeWords } from "../../bench/docs/range_words.ts";

const whole = (value: number) => value.toFixed(0);

Deno.test("a range has its ends, or one number if both read alike", () => {
  assertEquals(rangeWords([3, 10, 1.2], whole), "1 to 10");
  assertEquals(rangeWords([3.1, 2.9], whole), "3");
});

Deno.test("a list ends with and", () => {
  assertEquals(listWords(["a", "b", "c"]), "a, b and c");
  assertEquals(listWords(["a", "b"]), "a and b");
  assertEquals(listWords(["a"]), "a");
  assertEquals(listWords([]), "");
});
