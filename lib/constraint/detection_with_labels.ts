import type { Detection } from "../detection/detection.ts";
import { isUsable } from "../detection/found.ts";
import type { WorkingPairs } from "../detection/working_pairs.ts";
import { UserError } from "../runtime/errors.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { labelledPairs } from "./classed_images.ts";
import { testingLabels } from "./test_labels.ts";

/**
 * Adds to a detection whether the symmetry keeps the labels of its pairs, as a
 * computation that can be paused and ended. Without a generator to use, or with too few
 * pairs to test, the detection stays as it is.
 *
 * @param pairs The pairs of the detection.
 * @param labels One integer for each pair of the files, by the pairs' numbers in these.
 * @param onNote Gets a line if there is nothing to test.
 */
export function* detectionWithLabels(
  found: Detection,
  pairs: WorkingPairs,
  labels: ArrayLike<number>,
  onNote: (text: string) => void,
): Pausable<Detection> {
  if (!isUsable(found)) {
    onNote("labels: not tested, for there is no generator to use");
    return found;
  }
  const images = labelledPairs(pairs, labels);
  try {
    return { ...found, labels: yield* testingLabels(found, images) };
  } catch (error) {
    // The detection took minutes, and does not depend on the labels.
    if (!(error instanceof UserError)) throw error;
    onNote(`labels: not tested; ${error.message}`);
    return found;
  }
}
