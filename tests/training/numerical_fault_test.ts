import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { train } from "#lib/training/train.ts";
import { TrainingFailed } from "#lib/training/numerical_fault.ts";
import type { StepReport, Trainer } from "#lib/training/trainer.ts";
import { isDeepStrictEqual } from "node:util";
import {
  assertState,
  checkpointTest,
  FINGERPRINT,
  load,
  snapshot,
} from "./interrupted_training.ts";
import { smallTrainer } from "./small_trainer.ts";

const stages = { basinSteps: 20, jointSteps: 20 };

/** A change to a training, right after a step, that causes a fault. */
type Fault = (trainer: Trainer) => void;

const fill = (variable: tf.Variable, value: number) => {
  const { shape } = variable;
  variable.assign(variable.mul(0).add(value).reshape(shape));
};

const faults: Readonly<
  Record<string, { readonly fault: Fault; readonly says: RegExp }>
> = {
  "a weight that is no number": {
    fault: ({ state }) => fill(state.parameters[0].variable, NaN),
    says: /value\/\S+ is not finite|the loss is not finite/,
  },
  "a gradient that was infinite, and is in the moments": {
    fault: ({ state }) => fill(state.moments.at(-1)!.first, Infinity),
    says: /not finite/,
  },
  "a gradient whose square is infinite, which moves nothing": {
    fault: ({ state }) => fill(state.moments[0].second, Infinity),
    says: /second-moment\/\S+ is not finite/,
  },
  "a t that its action is past computing for": {
    fault: (trainer) => {
      const last = trainer.state.parameters
        .findLastIndex(({ group }) => group === "tNetwork");
      fill(trainer.state.parameters[last].variable, 1e6);
    },
    says: /the norm of an action is \S+, above 4096/,
  },
};

/** Final state of a training without faults. */
async function withoutFaults(): Promise<ReturnType<typeof snapshot>> {
  if (plain !== undefined) return plain;
  using trainer = smallTrainer(stages);
  await train(trainer);
  return plain = snapshot(trainer);
}

let plain: ReturnType<typeof snapshot> | undefined;

/** Returns a step handler that causes a fault after one of the steps, so many times. */
function hurting(trainer: Trainer, at: number, fault: Fault, times: number) {
  let left = times;
  return ({ step }: StepReport) => {
    if (step !== at || left-- <= 0) return;
    fault(trainer);
  };
}

for (const [what, { fault, says }] of Object.entries(faults)) {
  checkpointTest(
    `${what}: back to the last good state, then halved learning rates, reported once`,
    async () => {
      using trainer = smallTrainer(stages);
      const notes: string[] = [];
      const done = await train(trainer, {
        onStep: hurting(trainer, 25, fault, 2),
        onNote: (line) => notes.push(line),
      });
      const { state } = trainer;
      assertEquals([done, state.step, state.setbacks], [true, 40, 2]);
      assertEquals(notes.length, 1);
      assert(says.test(notes[0]), notes[0]);
      assert(
        /going back to step 20, with halved learning rates$/.test(notes[0]),
      );
      const found = snapshot(trainer), expected = await withoutFaults();
      assertEquals(found.history.map(({ step }) => step).length, 40);
      // The history is the same up to the last good state, and then differs.
      assertEquals(found.history.slice(0, 20), expected.history.slice(0, 20));
      assert(!isDeepStrictEqual(found.history[21], expected.history[21]));
      assert(
        found.values.flatMap((array) => [...array]).every(Number.isFinite),
      );
    },
  );
}

checkpointTest(
  "a persistent fault ends the training with an error, in its last good state",
  async (path) => {
    using trainer = smallTrainer(stages);
    const { fault } = faults["a weight that is no number"];
    const notes: string[] = [];
    const error = await assertRejects(() =>
      train(trainer, {
        onStep: hurting(trainer, 33, fault, Infinity),
        onNote: (line) => notes.push(line),
        checkpoint: { path, fingerprint: FINGERPRINT },
      }), TrainingFailed);
    assertEquals(
      error.message,
      "training failed after step 34: the loss is not finite, also after its learning rates were halved 3 times; the last good state is that of step 30",
    );
    assertEquals(notes.length, 1);
    assertEquals([trainer.state.step, trainer.state.setbacks], [30, 3]);
    const end = snapshot(trainer);
    assert(end.values.flatMap((array) => [...array]).every(Number.isFinite));
    assertEquals(end.history.length, 30);
    // The checkpoint has that state, too.
    using again = smallTrainer({ ...stages, initSeed: 1 });
    await load(path, again);
    assertState(again, end);
  },
);

checkpointTest(
  "a fault after an interruption goes back to the same state as without the interruption, bit for bit",
  async (path) => {
    const { fault } = faults["a weight that is no number"];
    using whole = smallTrainer(stages);
    await train(whole, { onStep: hurting(whole, 27, fault, 1) });
    assertEquals(whole.state.setbacks, 1);

    using first = smallTrainer(stages);
    const stop = new AbortController();
    await train(first, {
      checkpoint: { path, fingerprint: FINGERPRINT },
      signal: stop.signal,
      onStep: ({ step }) => step === 25 && stop.abort(),
    });
    using second = smallTrainer({ ...stages, initSeed: 1 });
    await load(path, second);
    await train(second, { onStep: hurting(second, 27, fault, 1) });
    assertEquals(second.state.setbacks, 1);
    assertState(second, snapshot(whole));
  },
);

checkpointTest(
  "a training with overflowing steps fails at its first step",
  async () => {
    const wild = (rate: number) =>
      smallTrainer({
        ...stages,
        adjust: (settings) => ({
          ...settings,
          learningRate: { autoencoder: rate, tNetwork: rate, alpha: rate },
        }),
      });
    using trainer = wild(1e30);
    await assertRejects(() => train(trainer), TrainingFailed, "after step 1");
    assertEquals(trainer.state.step, 0);
  },
);

for (const [what, { fault }] of Object.entries(faults)) {
  checkpointTest(`${what}: no tensor is leaked`, async () => {
    const { numTensors } = tf.memory();
    for (const times of [1, Infinity]) {
      using trainer = smallTrainer(stages);
      const hurt = hurting(
        trainer,
        25,
        (trainer) => tf.tidy(() => fault(trainer)),
        times,
      );
      await train(trainer, { onStep: hurt }).catch((error) => {
        if (!(error instanceof TrainingFailed)) throw error;
      });
      assertEquals(trainer.state.setbacks, times === 1 ? 1 : 3);
    }
    assertEquals(tf.memory().numTensors, numTensors);
  });
}
