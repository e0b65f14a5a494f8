import type { Detection } from "../detection/detection.ts";
import { isUsable } from "../detection/found.ts";
import type { WorkingPairs } from "../detection/working_pairs.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { labelledPairs } from "./classed_images.ts";
import { testingLabels } from "./test_labels.ts";

/**
 * Adds to a detection whether the symmetry keeps the labels of its pairs, as a
 * computation that can be paused and ended. Without a generator to use, the detection
 * stays as it is.
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
  const tests = yield* testingLabels(found, labelledPairs(pairs, labels));
  return { ...found, labels: tests };
}
