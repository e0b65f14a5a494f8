import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { unzipSync } from "fflate";
import { UserError } from "#lib/runtime/errors.ts";
import {
  loadNewestCheckpoint,
  previousCheckpoint,
  removeCheckpoints,
} from "#lib/training/checkpoint.ts";
import { train } from "#lib/training/train.ts";
import { listBelow } from "../temporary_folder.ts";
import {
  assertState,
  checkpointTest,
  FINGERPRINT,
  load,
  snapshot,
  trainUntil,
} from "./interrupted_training.ts";
import { smallTrainer } from "./small_trainer.ts";

checkpointTest(
  "a training continues from any step with the same numbers, bit for bit",
  async (path) => {
    using whole = smallTrainer();
    assertEquals(await train(whole), true);
    const end = snapshot(whole);
    const steps = end.history.map(({ step }) => step);
    assertEquals(steps, [1, 2, 3, 4, 5, 6, 7]);
    // Steps within the first stage, at its end, within the second stage and an epoch,
    // and at the end.
    for (const step of [1, 3, 5, 7]) {
      using first = smallTrainer();
      assertEquals(await trainUntil(step, first, path), step === 7);
      assertEquals(first.state.history, end.history.slice(0, step));
      // The initial values differ, so every number has to come from the file.
      using second = smallTrainer({ initSeed: 1 });
      await load(path, second);
      assertEquals(second.state.step, step);
      assertState(second, snapshot(first));
      assertEquals(await train(second), true);
      assertEquals(second.state.resumed, 1);
      assertState(second, end);
    }
  },
);

checkpointTest("seconds add up and parts are counted", async (path) => {
  using first = smallTrainer();
  await trainUntil(1, first, path);
  using second = smallTrainer();
  await load(path, second);
  assertEquals(second.state.seconds, first.state.seconds);
  await trainUntil(2, second, path);
  using third = smallTrainer();
  await load(path, third);
  await train(third);
  const parts = [first, second, third].map(({ state }) => state);
  assertEquals(parts.map(({ resumed }) => resumed), [0, 1, 2]);
  const [start, middle, end] = parts.map(({ seconds }) => seconds);
  assert(start > 0 && middle > start && end > middle);
});

checkpointTest(
  "after an abort before the first step only a checkpoint is saved",
  async (path) => {
    using trainer = smallTrainer();
    const before = snapshot(trainer);
    const finished = await train(trainer, {
      signal: AbortSignal.abort(),
      checkpoint: { path, fingerprint: FINGERPRINT },
    });
    assertEquals(finished, false);
    assertState(trainer, before);
    await load(path, trainer);
    assertState(trainer, before);
  },
);

checkpointTest(
  "a timer gets its turn and stops a long training between two steps",
  async () => {
    using trainer = smallTrainer({ basinSteps: 10_000 });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1);
    const reported: number[] = [];
    const finished = await train(trainer, {
      signal: controller.signal,
      onStep: (report) => reported.push(report.step),
    });
    const { history } = trainer.state;
    assertEquals(finished, false);
    assert(history.length < 10_000);
    assertEquals(history.length, trainer.state.step);
    assertEquals(reported.length, history.length);
  },
);

checkpointTest(
  "a checkpoint that cannot be written is refused in one line that names it",
  async (path) => {
    using trainer = smallTrainer();
    await Deno.writeTextFile(path, "no folder");
    const below = `${path}/run.npz`;
    const { message } = await assertRejects(
      () => trainUntil(1, trainer, below),
      UserError,
      below,
    );
    assertEquals(message.split("\n").length, 1);
  },
);

checkpointTest(
  "a new checkpoint leaves the one before it, and no other file",
  async (path) => {
    using trainer = smallTrainer();
    await trainUntil(1, trainer, path);
    const first = await Deno.readFile(path);
    await trainUntil(2, trainer, path);
    const second = await Deno.readFile(path);
    assertNotEquals(second, first);
    await trainUntil(3, trainer, path);
    const folder = path.slice(0, path.lastIndexOf("/"));
    assertEquals(await listBelow(folder), ["run.npz", "run.previous.npz"]);
    assertEquals(await Deno.readFile(previousCheckpoint(path)), second);
    const names = Object.keys(unzipSync(await Deno.readFile(path)));
    assertStringIncludes(names.join(" "), "first-moment/encoder/0/weight.npy");
  },
);

checkpointTest(
  "if the newest checkpoint is damaged or gone, the one before it is used",
  async (path) => {
    using source = smallTrainer();
    await trainUntil(2, source, path);
    const second = snapshot(source);
    await trainUntil(4, source, path);
    const fourth = snapshot(source);
    const previous = previousCheckpoint(path);
    const look = async () => {
      using trainer = smallTrainer({ initSeed: 1 });
      const found = await loadNewestCheckpoint(path, trainer, FINGERPRINT);
      return { found, state: snapshot(trainer) };
    };
    assertEquals(await look(), {
      found: { taken: { path, step: 4 }, passedOver: [] },
      state: fourth,
    });
    const bytes = await Deno.readFile(path);
    await Deno.writeFile(path, bytes.with(bytes.length / 2 | 0, 0x55));
    const passedOver = [{ path, unusable: "damaged" }];
    assertEquals(await look(), {
      found: { taken: { path: previous, step: 2 }, passedOver },
      state: second,
    });
    // This is the state in the middle of renaming.
    await Deno.remove(path);
    assertEquals((await look()).found, {
      taken: { path: previous, step: 2 },
      passedOver: [],
    });
    await Deno.truncate(previous, 1000);
    assertEquals((await look()).found, {
      passedOver: [{ path: previous, unusable: "damaged" }],
    });
    await removeCheckpoints(path);
    assertEquals((await look()).found, { passedOver: [] });
  },
);

checkpointTest(
  "a folder that disappears is made again: nothing is lost",
  async (path) => {
    const inside = `${path}.folder/run.npz`;
    using trainer = smallTrainer();
    await trainUntil(2, trainer, inside);
    await Deno.remove(`${path}.folder`, { recursive: true });
    await trainUntil(3, trainer, inside);
    using again = smallTrainer({ initSeed: 1 });
    await load(inside, again);
    assertState(again, snapshot(trainer));
  },
);
