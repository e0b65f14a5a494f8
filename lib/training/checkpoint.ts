import { removeIfThere, writeKeepingPrevious } from "../runtime/files.ts";
import { type ReadFile, readIfThere } from "../runtime/read_if_there.ts";
import {
  type CheckpointContent,
  decodeCheckpoint,
  encodeCheckpoint,
} from "./checkpoint_content.ts";
import { assignValues, trainingVariables, valuesLater } from "./good_state.ts";
import type { Trainable, TrainingState } from "./trainer.ts";

/** Returns the path of the previous checkpoint, given that of the newest. */
export function previousCheckpoint(path: string): string {
  return path.replace(/(\.npz)?$/, ".previous$1");
}

/**
 * Writes the whole state of a training, atomically, as one .npz file. An earlier
 * checkpoint at this path is kept as the previous one.
 *
 * The batches depend only on the seed and the step, and the stages only on the step. So
 * a training that is resumed from the file gives the same numbers as one that was never
 * interrupted.
 *
 * @param fingerprint Identifies the run: data, settings, seed, backend, version.
 * @throws UserError if the file cannot be written.
 */
export async function saveCheckpoint(
  path: string,
  { state }: Trainable,
  fingerprint: string,
): Promise<void> {
  const { step, seconds, resumed, history, heldOut, setbacks, good } = state;
  const other = good?.step === step ? undefined : good;
  const arrays = new Map<string, Float32Array>();
  const present = await valuesLater(state);
  for (const [i, [name]] of trainingVariables(state).entries()) {
    arrays.set(name, present[i]);
    if (other !== undefined) arrays.set(goodName(name), other.values[i]);
  }
  const progress = {
    ...{ fingerprint, seconds, resumed, history, heldOut, setbacks, step },
    goodStep: other?.step,
  };
  const content = encodeCheckpoint({ progress, arrays });
  await writeKeepingPrevious(path, content, previousCheckpoint(path));
}

const goodName = (name: string) => `good/${name}`;

/** The checkpoint that a training continues from, and those that it could not use. */
export interface FoundCheckpoint {
  /** The checkpoint that was loaded; undefined if none was. */
  readonly taken?: { readonly path: string; readonly step: number };
  /** Checkpoints that exist and cannot be used, the newest first. */
  readonly passedOver: readonly {
    readonly path: string;
    readonly unusable: string;
  }[];
}

/**
 * Loads the newest checkpoint that is complete and belongs to this run. If there is
 * none, the trainer does not change.
 *
 * @throws {UnreadableError} if a checkpoint may exist and cannot be read: a run that
 * started from the beginning would overwrite it.
 */
export async function loadNewestCheckpoint(
  path: string,
  trainer: Trainable,
  fingerprint: string,
  readFile?: ReadFile,
): Promise<FoundCheckpoint> {
  const passedOver: FoundCheckpoint["passedOver"][number][] = [];
  for (const file of [path, previousCheckpoint(path)]) {
    const loaded = await loadCheckpoint(file, trainer, fingerprint, readFile);
    if ("step" in loaded) {
      return { taken: { path: file, step: loaded.step }, passedOver };
    }
    if (loaded.unusable === NONE) continue;
    passedOver.push({ path: file, unusable: loaded.unusable });
  }
  return { passedOver };
}

/** Removes a run's checkpoint and its previous checkpoint. */
export async function removeCheckpoints(path: string): Promise<void> {
  for (const file of [path, previousCheckpoint(path)]) {
    await removeIfThere(file);
  }
}

const NONE = "none there", DAMAGED = "damaged";

/**
 * Loads a checkpoint into a trainer.
 *
 * @param readFile Reads the file; tests pass another function.
 * @returns The number of steps done, or the reason why the checkpoint cannot be used;
 * the trainer does not change then.
 * @throws {UnreadableError} if the file may exist and cannot be read. Only wrong
 * content counts as damage.
 */
export async function loadCheckpoint(
  path: string,
  trainer: Trainable,
  fingerprint: string,
  readFile?: ReadFile,
): Promise<{ readonly step: number } | { readonly unusable: string }> {
  const bytes = await readIfThere(path, readFile);
  if (bytes === undefined) return { unusable: NONE };
  const content = decodeCheckpoint(bytes);
  if (content === undefined) return { unusable: DAMAGED };
  const { progress } = content;
  if (progress.fingerprint !== fingerprint) {
    return { unusable: "of other settings" };
  }
  const values = valuesFor(trainer.state, content);
  if (values === undefined) return { unusable: DAMAGED };
  const { step, seconds, resumed, history, heldOut, setbacks } = progress;
  assignValues(trainer.state, values.present);
  Object.assign(trainer.state, {
    ...{ step, seconds, setbacks, good: values.good },
    resumed: resumed + 1,
    history: [...history],
    heldOut: [...heldOut],
  });
  return { step };
}

/** @returns undefined if the arrays do not fit the state's variables. */
function valuesFor(
  state: TrainingState,
  { progress: { step, goodStep }, arrays }: CheckpointContent,
) {
  const read = (nameOf: (name: string) => string) => {
    const values = trainingVariables(state).flatMap(([name, { size }]) => {
      const found = arrays.get(nameOf(name));
      return found?.length === size ? [found] : [];
    });
    return values.length === trainingVariables(state).length
      ? values
      : undefined;
  };
  const present = read((name) => name);
  const good = goodStep === undefined ? present : read(goodName);
  if (present === undefined || good === undefined) return undefined;
  return { present, good: { step: goodStep ?? step, values: good } };
}
