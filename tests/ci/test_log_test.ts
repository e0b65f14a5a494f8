import { assertEquals } from "@std/assert";
import { readTestLog } from "./test_log.ts";

const serial = `running 3 tests from ./tests/a_test.ts
------- post-test output -------
left out: no GPU adapter by Vulkan
left out: no GPU adapter by Vulkan
----- post-test output end -----
\x1b[0m\x1b[38;5;245mone ... with dots ... \x1b[0m\x1b[32mok\x1b[0m \x1b[38;5;245m(2s)\x1b[0m
two ... ignored (0ms)
three ...
------- output -------
ok | 99 passed | 0 failed (1s)
----- output end -----
  a step ... ok (1ms)
three ... FAILED (12ms)

FAILED | 1 passed (4 steps) | 1 failed | 1 ignored (2m24s)

error: Test failed
`;

Deno.test("a log is read: tests, reasons, and the last summary", () => {
  assertEquals(readTestLog(serial), {
    tests: [
      { file: "tests/a_test.ts", name: "one ... with dots", outcome: "ok" },
      { file: "tests/a_test.ts", name: "two", outcome: "ignored" },
      { file: "tests/a_test.ts", name: "three", outcome: "FAILED" },
    ],
    reasons: ["no GPU adapter by Vulkan"],
    summary: { passed: 1, failed: 1, skipped: 1 },
  });
});

Deno.test("a test of more than a minute, whose line is broken, is read", () => {
  const log = `running 2 tests from ./tests/a_test.ts
a short one ... ok (2ms)
a long one ...'a long one' has been running for over (1m0s)
 ok (1m11s)
`;
  assertEquals(readTestLog(log).tests, [
    { file: "tests/a_test.ts", name: "a short one", outcome: "ok" },
    { file: "tests/a_test.ts", name: "a long one", outcome: "ok" },
  ]);
});

Deno.test("with --parallel a test's file stands before its name", () => {
  const log = `./tests/a_test.ts => one ... ok (2ms)
./tests/b_test.ts => two ... ignored (0ms)

ok | 1 passed | 0 failed | 1 ignored (22s)
`;
  assertEquals(readTestLog(log).tests, [
    { file: "tests/a_test.ts", name: "one", outcome: "ok" },
    { file: "tests/b_test.ts", name: "two", outcome: "ignored" },
  ]);
});

const summaries = [
  ["ok | 8 passed | 0 failed (1s)", [8, 0, 0]],
  ["FAILED | 3 passed (1 step) | 2 failed (1 step) (3s)", [3, 2, 0]],
  ["ok | 5 passed | 0 failed | 7 ignored (2 steps) (10s)", [5, 0, 7]],
  ["ok | 5 passed | 0 failed | 0 measured | 7 filtered out (10s)", [5, 0, 0]],
] as const;

for (const [line, [passed, failed, skipped]] of summaries) {
  Deno.test(`the summary ${line}`, () => {
    assertEquals(readTestLog(`${line}\r\n`).summary, {
      ...{ passed, failed, skipped },
    });
  });
}

Deno.test("a log without a summary has none", () => {
  const log = serial.slice(0, serial.indexOf("three ..."));
  assertEquals(readTestLog(log).summary, undefined);
  assertEquals(readTestLog("").summary, undefined);
});
