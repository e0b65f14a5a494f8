import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { range } from "d3-array";
import { affine } from "#lib/lie/basis.ts";
import { goBack } from "#lib/training/good_state.ts";
import {
  type HeldOutLoss,
  holdOut,
  isLossDue,
  presentSettings,
} from "#lib/training/held_out.ts";
import { NumericalFault } from "#lib/training/numerical_fault.ts";
import { learningRateAt } from "#lib/training/schedule.ts";
import {
  gradientSettings,
  type HeldOut,
  stableSettings,
} from "#lib/training/settings.ts";
import { train } from "#lib/training/train.ts";
import {
  assertState,
  checkpointTest,
  load,
  snapshot,
  trainUntil,
} from "./interrupted_training.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { smallTrainer, turnedBlobs } from "./small_trainer.ts";

await startTestRuntime();

const settings = stableSettings({ basinSteps: 300, jointSteps: 1000 });

/** Losses after every 25 joint steps. */
const losses = (totals: readonly number[]): HeldOutLoss[] =>
  totals.map((total, i) => ({ step: 300 + 25 * (i + 1), total }));

Deno.test("held-out pairs are a random part of the training pairs", () => {
  const { learned, held } = holdOut(1000, settings, 0);
  assertEquals(held.length, 50);
  assertEquals([...learned, ...held].sort((a, b) => a - b), range(1000));
  assertNotEquals(holdOut(1000, settings, 1).held, held);
  assertNotEquals([...held].sort((a, b) => a - b), range(50));
  assertEquals(holdOut(4000, settings, 0).held.length, 200);
});

Deno.test("no pairs are held out from pairs that are drawn rarely, or from very few", () => {
  // 1,000 steps of 128 draw each of 4,267 pairs 30 times.
  for (const count of [60_000, 4267, 199]) {
    const { learned, held } = holdOut(count, settings, 0);
    assertEquals([...learned], range(count));
    assertEquals(held.length, 0);
  }
  assertEquals(holdOut(200, settings, 0).held.length, 10);
  const gradient = gradientSettings({ basinSteps: 300, jointSteps: 1000 });
  assertEquals(holdOut(1000, gradient, 0).held.length, 0);
  assertEquals(
    holdOut(1000, { ...gradient, heldOut: settings.heldOut }, 0).held.length,
    0,
  );
});

Deno.test("the end stays while the loss falls by a hundredth, or pauses shortly", () => {
  const falling = range(30).map((k) => 100 * 0.98 ** k);
  assertEquals(presentSettings(settings, losses(falling)), settings);
  assertEquals(presentSettings(settings, losses([9, 8, 8, 9, 7])), settings);
  assertEquals(presentSettings(settings, []), settings);
});

Deno.test("where the loss no longer falls, the same share of the joint steps follows", () => {
  const rows = losses([9, 8, 7.99, 7.98, 7.97]);
  const present = presentSettings(settings, rows);
  // The decay begins after 125 joint steps instead of 600.
  assertEquals(present.steps, 300 + Math.ceil(1000 * 125 / 600));
  const rate = (step: number) => learningRateAt(present, "autoencoder", step);
  const full = settings.learningRate.autoencoder;
  assertEquals([rate(300), rate(425)], [full, full]);
  for (let step = 425; step < present.steps; step++) {
    assert(rate(step + 1) < rate(step), `step ${step}`);
  }
  assert(rate(present.steps) < 1e-12 * full);
  // Later losses do not change the end.
  assertEquals(presentSettings(settings, [...rows, ...losses([1])]), present);
});

Deno.test("losses are due in the joint stage, until the decay begins", () => {
  const due = (rows: readonly HeldOutLoss[]) =>
    range(1301).filter((step) => isLossDue(settings, rows, step));
  assertEquals(due([]), range(325, 901, 25));
  assertEquals(due(losses([9, 9, 9, 9])), []);
});

/** Every pair is drawn four times; every other step has a loss. */
const often: HeldOut = {
  draws: 4,
  share: 0.2,
  most: 100,
  least: 1,
  every: 2,
  gain: 0.01,
  patience: 2,
};

const heldOutTrainer = (
  { data = turnedBlobs(0.3).pairs, initSeed = 0, ...heldOut }:
    & Partial<HeldOut>
    & Parameters<typeof smallTrainer>[0] = {},
) =>
  smallTrainer({
    preset: stableSettings,
    basis: affine,
    basinSteps: 3,
    jointSteps: 40,
    data,
    initSeed,
    adjust: (settings) => ({
      ...settings,
      registration: { pairs: 24, taught: 8 },
      heldOut: { ...often, ...heldOut },
    }),
  });

Deno.test("a training ends earlier where the held-out loss does not fall, and says so", async () => {
  // No loss falls by 99 %, so the third loss begins the decay.
  using trainer = heldOutTrainer({ gain: 0.99 });
  const notes: string[] = [];
  assertEquals(
    await train(trainer, { onNote: (line) => notes.push(line) }),
    true,
  );
  const { step, history, heldOut } = trainer.state;
  assertEquals(heldOut.map(({ step }) => step), [5, 7, 9]);
  assert(heldOut.every(({ total }) => total > 0));
  // 6 joint steps at the full rate, of 24 planned ones: a quarter of 40 in all.
  assertEquals([step, history.length], [3 + 10, 3 + 10]);
  assertEquals(notes, [
    "step 9: the error on held-out pairs no longer falls; ending at step 13 instead of 43",
  ]);
});

Deno.test("held-out pairs teach nothing", async () => {
  const patient = { patience: 100 };
  const data = turnedBlobs(0.3).pairs;
  using plain = heldOutTrainer(patient);
  using other = heldOutTrainer({ ...patient, data });
  await train(plain);
  const { held } = holdOut(data.count, other.settings, 0);
  assertEquals(held.length, 10);
  const pixels = data.height * data.width;
  await train(other, {
    onStep: ({ step }) => {
      if (step !== 4) return; // the first step after the registration
      held.forEach((pair) =>
        data.xt.fill(1, pair * pixels, (pair + 1) * pixels)
      );
    },
  });
  const values = ({ values }: ReturnType<typeof snapshot>) => values;
  assertEquals(values(snapshot(other)), values(snapshot(plain)));
  const [before, after] = [plain, other].map(({ state }) => state.heldOut);
  assert(before.length > 10);
  before.forEach(({ total }, i) => assert(after[i].total > 2 * total));
});

checkpointTest(
  "a training that is interrupted around its earlier end gives the same numbers",
  async (path) => {
    using whole = heldOutTrainer({ gain: 0.99 });
    await train(whole);
    const end = snapshot(whole);
    for (const step of [6, 9, 11]) {
      using first = heldOutTrainer({ gain: 0.99 });
      await trainUntil(step, first, path);
      using second = heldOutTrainer({ gain: 0.99, initSeed: 1 });
      await load(path, second);
      assertEquals(await train(second), true);
      assertState(second, end, `from step ${step}`);
    }
  },
);

Deno.test("going back to a good state drops the losses after it", async () => {
  using trainer = heldOutTrainer();
  await train(trainer);
  const { state } = trainer;
  state.good = { ...state.good!, step: 8 };
  goBack(state, new NumericalFault("the loss is not finite"));
  assertEquals(state.heldOut.map(({ step }) => step), [5, 7]);
});
