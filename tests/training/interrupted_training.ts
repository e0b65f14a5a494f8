import type * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { isDeepStrictEqual } from "node:util";
import { startRuntime } from "#lib/runtime/runtime.ts";
import { loadCheckpoint } from "#lib/training/checkpoint.ts";
import { train } from "#lib/training/train.ts";
import type { Trainer } from "#lib/training/trainer.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

/** Fingerprint of the trainings here. */
export const FINGERPRINT = "small";

/** Declares a test on the wasm backend that gets the path of a file to write. */
export const checkpointTest = (
  name: string,
  fn: (path: string) => Promise<void>,
) =>
  Deno.test({
    ...needs(projectFiles, temporaryFolder),
    name,
    async fn() {
      await startRuntime({ backend: "wasm" });
      await inTemporaryFolder((folder) => fn(`${folder}/run.npz`));
    },
  });

/** Trains with a checkpoint, and stops after a step as Ctrl-C does. */
export async function trainUntil(
  step: number,
  trainer: Trainer,
  path: string,
): Promise<boolean> {
  const controller = new AbortController();
  return await train(trainer, {
    checkpoint: { path, fingerprint: FINGERPRINT },
    signal: controller.signal,
    onStep: (report) => report.step === step && controller.abort(),
  });
}

/** A copy of all numbers of the state except the seconds. */
export function snapshot({ state }: Trainer) {
  const numbers = (variable: tf.Variable) => variable.dataSync();
  return {
    step: state.step,
    history: [...state.history],
    heldOut: [...state.heldOut],
    values: state.parameters.map(({ variable }) => numbers(variable)),
    moments: state.moments.map(({ first, second }) =>
      [first, second].map(numbers)
    ),
    taught: Object.values(state.taught ?? {}).map(numbers),
  };
}

/** Asserts that the trainer's state equals a snapshot, bit for bit. */
export function assertState(
  trainer: Trainer,
  expected: ReturnType<typeof snapshot>,
  message = "",
): void {
  const found = snapshot(trainer);
  assertEquals(found.step, expected.step, message);
  // A report of all differences between large arrays would take minutes.
  const keys = ["values", "moments", "taught", "history", "heldOut"] as const;
  for (const key of keys) {
    const same = isDeepStrictEqual(found[key], expected[key]);
    assert(same, `other ${key} ${message}`.trim());
  }
}

/** Loads a checkpoint; asserts that it is usable. */
export async function load(path: string, trainer: Trainer): Promise<void> {
  const loaded = await loadCheckpoint(path, trainer, FINGERPRINT);
  assert("step" in loaded, JSON.stringify(loaded));
  assertEquals(loaded.step, trainer.state.step);
}
