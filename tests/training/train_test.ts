import { assert, assertEquals } from "@std/assert";
import type { HistoryRow } from "#lib/training/trainer.ts";
import { train } from "#lib/training/train.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { smallTrainer } from "./small_trainer.ts";

await startTestRuntime();

Deno.test("train runs to the last step and keeps every report", async () => {
  using trainer = smallTrainer({ basinSteps: 2, jointSteps: 3 });
  const seen: HistoryRow[] = [];
  const finished = await train(trainer, {
    onStep: (report) =>
      seen.push({ ...report, alpha: Array.from(report.alpha) }),
  });
  const { history, seconds, resumed } = trainer.state;
  assertEquals([finished, resumed], [true, 0]);
  assert(seconds > 0);
  assertEquals(seen.map(({ step }) => step), [1, 2, 3, 4, 5]);
  assertEquals(history, seen);
  assertEquals(JSON.parse(JSON.stringify(history)), history);
});

Deno.test("a signal ends the training after the current step", async () => {
  using trainer = smallTrainer({ basinSteps: 2, jointSteps: 3 });
  const controller = new AbortController();
  const { state } = trainer;
  const finished = await train(trainer, {
    signal: controller.signal,
    onStep: ({ step }) => {
      if (step === 3) controller.abort();
    },
  });
  const { seconds } = state;
  assertEquals([finished, state.history.length, state.step], [false, 3, 3]);
  assertEquals(await train(trainer), true);
  assertEquals(state.history.map(({ step }) => step), [1, 2, 3, 4, 5]);
  assert(state.seconds > seconds && seconds > 0);
});

Deno.test("a training that is aborted before it starts does nothing", async () => {
  using trainer = smallTrainer();
  const finished = await train(trainer, { signal: AbortSignal.abort() });
  const { history, step, seconds } = trainer.state;
  assertEquals([finished, history, step, seconds], [false, [], 0, 0]);
});

Deno.test("timers get their turn during a training", async () => {
  using trainer = smallTrainer({ basinSteps: 60, jointSteps: 0, width: 8 });
  let turns = 0;
  let duringTraining = 0;
  const timer = setInterval(() => turns++, 1);
  await train(trainer, {
    onStep: ({ step }) => {
      const end = performance.now() + 5; // 300 ms in all, on any machine
      while (performance.now() < end);
      if (step === 60) duringTraining = turns;
    },
  });
  clearInterval(timer);
  assert(duringTraining >= 2, `${duringTraining} turns`);
});
