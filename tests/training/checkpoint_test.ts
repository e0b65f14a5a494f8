import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { unzipSync } from "fflate";
import { UserError } from "#lib/runtime/errors.ts";
import { train } from "#lib/training/train.ts";
import { listBelow } from "../temporary_folder.ts";
import {
  assertState,
  checkpointTest,
  FINGERPRINT,
  loaded,
  snapshot,
  trainUntil,
} from "./interrupted_training.ts";
import { smallTrainer } from "./small_trainer.ts";

checkpointTest(
  "a training goes on from any step with the same numbers, bit for bit",
  async (path) => {
    using whole = smallTrainer();
    const undisturbed = await train(whole);
    const end = snapshot(whole);
    assertEquals(undisturbed.finished, true);
    const steps = undisturbed.history.map(({ step }) => step);
    assertEquals(steps, [1, 2, 3, 4, 5, 6, 7]);
    // Within the first stage, at its end, within the second and in an epoch, done.
    for (const step of [1, 3, 5, 7]) {
      using first = smallTrainer();
      const stopped = await trainUntil(step, first, path);
      assertEquals(stopped.finished, step === 7);
      assertEquals(stopped.history, undisturbed.history.slice(0, step));
      // Other initial values: all that counts has to come from the file.
      using second = smallTrainer({ initSeed: 1 });
      const earlier = await loaded(path, second);
      assertEquals(earlier.step, step);
      assertState(second, snapshot(first));
      const rest = await train(second, { earlier });
      assertEquals(rest.finished, true);
      assertEquals(rest.resumed, 1);
      assertEquals(rest.history, undisturbed.history);
      assertState(second, end);
    }
  },
);

checkpointTest("seconds add up and parts are counted", async (path) => {
  using first = smallTrainer();
  const start = await trainUntil(1, first, path);
  assertEquals(start.resumed, 0);
  using second = smallTrainer();
  const middle = await trainUntil(2, second, path, await loaded(path, second));
  using third = smallTrainer();
  const end = await train(third, { earlier: await loaded(path, third) });
  assertEquals([middle.resumed, end.resumed], [1, 2]);
  assert(start.seconds > 0);
  assert(middle.seconds > start.seconds && end.seconds > middle.seconds);
});

checkpointTest(
  "a signal that comes before the first step leaves nothing to do but to save",
  async (path) => {
    using trainer = smallTrainer();
    const before = snapshot(trainer);
    const { finished, history } = await train(trainer, {
      signal: AbortSignal.abort(),
      checkpoint: { path, fingerprint: FINGERPRINT },
    });
    assertEquals([finished, history.length], [false, 0]);
    assertState(trainer, before);
    assertEquals((await loaded(path, trainer)).step, 0);
  },
);

checkpointTest(
  "a timer gets its turn and stops a long training between two steps",
  async () => {
    using trainer = smallTrainer({ basinSteps: 10_000 });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1);
    const reported: number[] = [];
    const { finished, history } = await train(trainer, {
      signal: controller.signal,
      onStep: (report) => reported.push(report.step),
    });
    assertEquals(finished, false);
    assert(history.length < 10_000);
    assertEquals(history.length, trainer.state.step);
    assertEquals(reported.length, history.length);
  },
);

checkpointTest(
  "a checkpoint that cannot be written is one line that names it",
  async (path) => {
    using trainer = smallTrainer();
    const below = `${path}/below/run.npz`;
    const { message } = await assertRejects(
      () => trainUntil(1, trainer, below),
      UserError,
      below,
    );
    assertEquals(message.split("\n").length, 1);
  },
);

checkpointTest(
  "a new checkpoint replaces the old one and leaves no other file",
  async (path) => {
    using trainer = smallTrainer();
    await trainUntil(1, trainer, path);
    const old = await Deno.readFile(path);
    await trainUntil(2, trainer, path);
    assertNotEquals(await Deno.readFile(path), old);
    const folder = path.slice(0, path.lastIndexOf("/"));
    assertEquals(await listBelow(folder), ["run.npz"]);
    const names = Object.keys(unzipSync(await Deno.readFile(path)));
    assertStringIncludes(names.join(" "), "first-moment/encoder/0/weight.npy");
  },
);
