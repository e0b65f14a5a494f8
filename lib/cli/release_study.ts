import { csvParse } from "d3-dsv";
import { catalogue } from "../experiments/catalogue.ts";
import { constraintCatalogue } from "../experiments/constraint/constraint_catalogue.ts";
import { severalCatalogue } from "../experiments/several/several_catalogue.ts";
import type { CheckEnd } from "./release_check.ts";

/** Committed files with the results of experiments. */
const NUMBERS = [
  "study/results.csv",
  "study/several/results.csv",
  "study/constraint/classifiers.csv",
  "study/recorded/cifar10.csv",
  "study/recorded/cifar10_channels.csv",
  "study/recorded/other_roots.csv",
];

/** Ids of all experiments that train or fit something. */
const trained: readonly string[] = [
  ...catalogue,
  ...severalCatalogue,
  ...constraintCatalogue,
].map(({ id }) => id);

/**
 * Checks that the committed results are complete: every experiment of the catalogues
 * has rows among them. Whether the tables of the docs agree with these results is
 * another check, `deno task docs --check`.
 *
 * @param read Reads a file, given its path from the project's root.
 */
export async function checkStudy(
  read: (path: string) => Promise<string>,
  experiments: readonly string[] = trained,
): Promise<CheckEnd> {
  const texts = await Promise.all(NUMBERS.map(read));
  const known = new Set(
    texts.flatMap((text) => csvParse(text).map((row) => row.experiment)),
  );
  const missing = experiments.filter((id) => !known.has(id));
  return {
    passed: missing.length === 0,
    words: missing.length === 0
      ? `${experiments.length} experiments have numbers`
      : `no numbers of ${missing.join(", ")} in study/`,
  };
}
