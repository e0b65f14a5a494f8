import { createHash } from "node:crypto";
import * as tf from "@tensorflow/tfjs";
import { unzipSync, zipSync } from "fflate";
import { decodeNpy, encodeNpy } from "../datasets/npy.ts";
import { writeWhole } from "../runtime/files.ts";
import type { StepReport, Trainer } from "./trainer.ts";

/** One row of a training history: a step's numbers, without alpha. */
export type HistoryRow = Omit<StepReport, "alpha"> & {
  readonly alpha: readonly number[];
};

/** What a checkpoint tells besides the arrays of the training state. */
export interface Progress {
  /** Identifies the run: data, settings, seed, backend, version. */
  readonly fingerprint: string;
  /** Steps done. */
  readonly step: number;
  /** Seconds spent in training so far. */
  readonly seconds: number;
  /** How often training was continued from a checkpoint. */
  readonly resumed: number;
  readonly history: readonly HistoryRow[];
}

const PROGRESS = "progress.json";
const DIGEST = "sha256.txt";

/**
 * Writes the whole state of a training, atomically, as one .npz file.
 *
 * Batches depend on seed and step alone, so that nothing else is needed to go
 * on with the same numbers.
 *
 * @throws UserError when the file cannot be written.
 */
export async function saveCheckpoint(
  path: string,
  { state }: Trainer,
  progress: Omit<Progress, "step">,
): Promise<void> {
  const text = JSON.stringify({ ...progress, step: state.step });
  const files: Record<string, Uint8Array> = {
    [PROGRESS]: new TextEncoder().encode(text),
  };
  for (const [name, variable] of variablesOf(state)) {
    const values = await variable.data<"float32">();
    files[`${name}.npy`] = encodeNpy({ shape: [values.length], values });
  }
  files[DIGEST] = new TextEncoder().encode(digestOf(files));
  await writeWhole(path, zipSync(files, { level: 0 }));
}

/**
 * Puts a trainer into the state that a checkpoint holds.
 *
 * @returns What the checkpoint tells, or why there is nothing to go on from; the
 * trainer is then as it was.
 */
export async function loadCheckpoint(
  path: string,
  trainer: Trainer,
  fingerprint: string,
): Promise<Progress | { readonly unusable: string }> {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(await Deno.readFile(path));
  } catch (error) {
    return {
      unusable: error instanceof Deno.errors.NotFound
        ? "none there"
        : "damaged",
    };
  }
  try {
    const { [DIGEST]: digest, ...others } = files;
    if (new TextDecoder().decode(digest) !== digestOf(others)) {
      return { unusable: "damaged" };
    }
    const progress = JSON.parse(
      new TextDecoder().decode(files[PROGRESS]),
    ) as Progress;
    if (progress.fingerprint !== fingerprint) {
      return { unusable: "of other settings" };
    }
    const loaded = variablesOf(trainer.state).map(([name, variable]) => {
      const { values } = decodeNpy(files[`${name}.npy`], name);
      if (values.length !== variable.size) throw new RangeError(name);
      return [variable, values] as const;
    });
    tf.tidy(() => {
      for (const [variable, values] of loaded) {
        variable.assign(tf.tensor(values, variable.shape));
      }
    });
    trainer.state.step = progress.step;
    return progress;
  } catch {
    return { unusable: "damaged" };
  }
}

/** SHA-256 over names and contents, which the zip format alone would not give. */
function digestOf(files: Record<string, Uint8Array>): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(files).sort()) {
    hash.update(name).update(files[name]);
  }
  return hash.digest("hex");
}

/** Everything that changes during a training by name, in a fixed order. */
function variablesOf(
  { parameters, moments }: Trainer["state"],
): [name: string, variable: tf.Variable][] {
  return parameters.flatMap(({ name, variable }, i) => [
    [`value/${name}`, variable],
    [`first-moment/${name}`, moments[i].first],
    [`second-moment/${name}`, moments[i].second],
  ]);
}
