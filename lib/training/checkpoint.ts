import { createHash } from "node:crypto";
import * as tf from "@tensorflow/tfjs";
import { unzipSync, zipSync } from "fflate";
import { decodeNpy, encodeNpy } from "../datasets/npy.ts";
import { writeWhole } from "../runtime/files.ts";
import type { HistoryRow, Trainer } from "./trainer.ts";

/** What a checkpoint tells besides the arrays of the training state. */
interface Progress {
  readonly fingerprint: string;
  readonly step: number;
  readonly seconds: number;
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
 * @param fingerprint Identifies the run: data, settings, seed, backend, version.
 * @throws UserError when the file cannot be written.
 */
export async function saveCheckpoint(
  path: string,
  { state }: Trainer,
  fingerprint: string,
): Promise<void> {
  const { step, seconds, resumed, history } = state;
  const progress: Progress = { fingerprint, seconds, resumed, history, step };
  const text = JSON.stringify(progress);
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
 * @returns The steps done, or why there is nothing to go on from; the trainer is
 * then as it was.
 */
export async function loadCheckpoint(
  path: string,
  trainer: Trainer,
  fingerprint: string,
): Promise<{ readonly step: number } | { readonly unusable: string }> {
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
    const { step, seconds, resumed, history } = progress;
    Object.assign(trainer.state, {
      step,
      seconds,
      resumed: resumed + 1,
      history: [...history],
    });
    return { step };
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
