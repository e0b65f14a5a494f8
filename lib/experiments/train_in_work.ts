import type { LoadOptions } from "../datasets/load_options.ts";
import { ensureWritable } from "../runtime/files.ts";
import { TrainingFailed } from "../training/numerical_fault.ts";
import type { Trainable } from "../training/trainer.ts";
import { checkpointFolder } from "./checkpoint_folder.ts";
import type { WorkContext } from "./planned.ts";

/** The options for loading a run's data set within the work of a command. */
export const loadOptionsIn = (
  { folders, display, signal }: WorkContext,
  dataset: string,
): LoadOptions => ({
  directory: folders?.[dataset],
  onNote: (line) => display.text(line),
  progress: (total, label) => display.progress(total, label),
  signal,
});

/**
 * Trains a run within the work of a command, with its own checkpoint.
 *
 * @param folder The run's folder, within the command's.
 * @param training Trains with the checkpoint at a path.
 * @returns Whether the training reached the last step, or the reason why it failed if
 * there is a result.
 */
export async function trainIn(
  { out }: WorkContext,
  folder: string,
  trainer: Trainable,
  training: (checkpoint: string) => Promise<boolean>,
): Promise<boolean | TrainingFailed> {
  const checkpoints = checkpointFolder(out);
  await ensureWritable(checkpoints);
  try {
    return await training(`${checkpoints}/${folder.replaceAll("/", "-")}.npz`);
  } catch (error) {
    const hasResult = trainer.state.step > 0;
    if (error instanceof TrainingFailed && hasResult) return error;
    throw error;
  }
}
