import { checkLabels } from "../constraint/classed_images.ts";
import { readLabels } from "../datasets/labels.ts";
import { givenStore } from "./given_store.ts";
import type { GivenFile } from "./messages.ts";

/**
 * The labels in a file that the page was given.
 *
 * @param count Number of the pairs, each of which has a label.
 * @throws UserError that names the file, what was expected and found.
 */
export async function openLabels(
  file: GivenFile,
  count: number,
): Promise<Float64Array> {
  const labels = await readLabels(file.path, givenStore([file]));
  checkLabels(labels, count, file.path);
  return labels;
}
