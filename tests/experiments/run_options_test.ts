import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { silentDisplay } from "#lib/display/silent.ts";
import { watchLive } from "#lib/experiments/live_view.ts";
import { trainRun } from "#lib/experiments/run.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { prepareSmall } from "./small_run.ts";

const refusals: readonly (readonly [
  option: string,
  value: unknown,
  says: string,
])[] = [
  ["checkpoint", 3, "checkpoint: expected a string, found 3"],
  ["fresh", "yes", 'fresh: expected true or false, found "yes"'],
  ["fresh", 1, "fresh: expected true or false, found 1"],
  ["signal", {}, "signal: expected an AbortSignal, found an object"],
  ["onStep", [], "onStep: expected a function, found a list of 0"],
  ["onNote", null, "onNote: expected a function, found null"],
];

for (const [option, value, says] of refusals) {
  Deno.test(`trainRun refuses ${says}, and does no step`, async () => {
    const runtime = await startTestRuntime();
    using run = await prepareSmall();
    const error = await assertRejects(
      () => trainRun(run, runtime, { [option]: value }),
      TypeError,
    );
    assertEquals(error.message, `trainRun: ${says}`);
    assertEquals(run.trainer.state.step, 0);
  });
}

Deno.test("watchLive refuses an invalid time between drawings", async () => {
  using run = await prepareSmall();
  const expected = "watchLive: every: expected a finite number of at least 0";
  for (
    const [every, kind, found] of [
      [-1, RangeError, "-1"],
      [NaN, RangeError, "NaN"],
      ["2000", TypeError, '"2000"'],
    ] as const
  ) {
    const error = assertThrows(
      () => watchLive(run, silentDisplay(), { every: every as number }),
      kind,
    );
    assertEquals(error.message, `${expected}, found ${found}`);
  }
});
