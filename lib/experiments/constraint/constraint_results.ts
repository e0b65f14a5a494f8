import { makeFolder, writeWhole } from "../../runtime/files.ts";
import { readTextIfThere } from "../../runtime/read_if_there.ts";
import type { ClassifierScore } from "./classifier_scores.ts";
import type { FlowSource } from "./used_flow.ts";

/** A flow that classifiers used, and its angle to the true one. */
export interface FlowScore {
  readonly source: FlowSource;
  readonly alpha: readonly number[];
  readonly angleDegrees: number;
}

/** A flow in a checkpoint, so that a continued run does not have to find it again. */
export interface KeptFlow extends FlowScore {
  /** t of the pairs, in the unit generator's time. */
  readonly times: readonly number[];
}

/** The results of a run so far. */
export interface ConstraintResults {
  readonly flows: readonly KeptFlow[];
  readonly scores: readonly ClassifierScore[];
}

interface Saved {
  readonly fingerprint: string;
  readonly results: ConstraintResults;
}

/**
 * Reads the finished classifiers of a run; none if there is no file, or if it is damaged
 * or of another run.
 */
export async function readResults(
  path: string | undefined,
  fingerprint: string,
): Promise<ConstraintResults> {
  const text = path === undefined ? undefined : await readTextIfThere(path);
  const saved = text === undefined ? undefined : parsed(text);
  return saved?.fingerprint === fingerprint
    ? saved.results
    : { flows: [], scores: [] };
}

/** Parses a checkpoint; undefined if it is damaged. */
function parsed(text: string): Saved | undefined {
  try {
    return JSON.parse(text) as Saved;
  } catch {
    return undefined;
  }
}

/** Writes the finished classifiers of a run. */
export async function writeResults(
  path: string,
  fingerprint: string,
  results: ConstraintResults,
): Promise<void> {
  await makeFolder(path.slice(0, path.lastIndexOf("/")));
  const saved: Saved = { fingerprint, results };
  await writeWhole(path, JSON.stringify(saved));
}
