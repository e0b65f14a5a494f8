import { createHash } from "node:crypto";
import { unzipSync, zipSync } from "fflate";
import { decodeNpy, encodeNpy } from "../datasets/npy.ts";
import { removeIfThere, writeKeepingPrevious } from "../runtime/files.ts";
import { assignValues, valuesLater, variablesOf } from "./good_state.ts";
import type { HistoryRow, Trainer } from "./trainer.ts";

/** What a checkpoint tells besides the arrays of the training state. */
interface Progress {
  readonly fingerprint: string;
  readonly step: number;
  readonly seconds: number;
  readonly resumed: number;
  readonly history: readonly HistoryRow[];
  readonly setbacks: number;
  /** Of the state to go back to, if it is another one. */
  readonly goodStep?: number;
}

const PROGRESS = "progress.json";
const DIGEST = "sha256.txt";

/** Where the checkpoint before the last one is kept. */
export function previousCheckpoint(path: string): string {
  return path.replace(/(\.npz)?$/, ".previous$1");
}

/**
 * Writes the whole state of a training, atomically, as one .npz file; the one
 * that was there becomes the previous one.
 *
 * Batches depend on seed and step alone, and stages on the step, so that
 * nothing else is needed to go on with the same numbers.
 *
 * @param fingerprint Identifies the run: data, settings, seed, backend, version.
 * @throws UserError when the file cannot be written.
 */
export async function saveCheckpoint(
  path: string,
  { state }: Trainer,
  fingerprint: string,
): Promise<void> {
  const { step, seconds, resumed, history, setbacks, good } = state;
  const other = good?.step === step ? undefined : good;
  const progress: Progress = {
    ...{ fingerprint, seconds, resumed, history, setbacks, step },
    goodStep: other?.step,
  };
  const text = JSON.stringify(progress);
  const files: Record<string, Uint8Array> = {
    [PROGRESS]: new TextEncoder().encode(text),
  };
  const present = await valuesLater(state);
  for (const [i, [name]] of variablesOf(state).entries()) {
    files[`${name}.npy`] = array(present[i]);
    if (other !== undefined) files[goodName(name)] = array(other.values[i]);
  }
  files[DIGEST] = new TextEncoder().encode(digestOf(files));
  const content = zipSync(files, { level: 0 });
  await writeKeepingPrevious(path, content, previousCheckpoint(path));
}

const array = (values: Float32Array) =>
  encodeNpy({ shape: [values.length], values });

const goodName = (name: string) => `good/${name}.npy`;

/** What came of looking for a checkpoint. */
export interface Found {
  /** The one that was taken. */
  readonly taken?: { readonly path: string; readonly step: number };
  /** Those that were there and could not be, the newest first. */
  readonly passedOver: readonly {
    readonly path: string;
    readonly unusable: string;
  }[];
}

/**
 * Puts a trainer into the state of the newest checkpoint that is whole and of
 * this run; where there is none, the trainer is as it was.
 */
export async function loadNewestCheckpoint(
  path: string,
  trainer: Trainer,
  fingerprint: string,
): Promise<Found> {
  const passedOver: Found["passedOver"][number][] = [];
  for (const candidate of [path, previousCheckpoint(path)]) {
    const loaded = await loadCheckpoint(candidate, trainer, fingerprint);
    if ("step" in loaded) {
      return { taken: { path: candidate, step: loaded.step }, passedOver };
    }
    if (loaded.unusable === NONE) continue;
    passedOver.push({ path: candidate, unusable: loaded.unusable });
  }
  return { passedOver };
}

/** Takes a run's checkpoints away. */
export async function removeCheckpoints(path: string): Promise<void> {
  for (const candidate of [path, previousCheckpoint(path)]) {
    await removeIfThere(candidate);
  }
}

const NONE = "none there";

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
      unusable: error instanceof Deno.errors.NotFound ? NONE : "damaged",
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
    const { step, seconds, resumed, history, setbacks, goodStep } = progress;
    const read = (nameOf: (name: string) => string) =>
      variablesOf(trainer.state).map(([name, variable]) => {
        const { values } = decodeNpy(files[nameOf(name)], name);
        if (values.length !== variable.size) throw new RangeError(name);
        return values as Float32Array;
      });
    const present = read((name) => `${name}.npy`);
    const good = goodStep === undefined
      ? { step, values: present }
      : { step: goodStep, values: read(goodName) };
    assignValues(trainer.state, present);
    Object.assign(trainer.state, {
      ...{ step, seconds, setbacks, good },
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
