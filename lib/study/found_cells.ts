import { ifThere } from "../runtime/read_if_there.ts";
import type { StudyCell } from "./cell.ts";
import { cellFiles, CELLS, readOutcome } from "./outcome.ts";
import type { StudyPlan } from "./plan.ts";

/** The metrics.json of a finished cell, or the reason why a cell has none. */
export type FoundCell =
  | { readonly name: string; readonly metrics: string }
  | {
    readonly name: string;
    readonly problem: "failed" | "not at its end";
    readonly error: string;
    /** The cell, if there is a plan. */
    readonly cell?: StudyCell;
  };

/** Looks up every cell of a plan in the study's folder. */
export async function* plannedCells(
  folder: string,
  { cells }: StudyPlan,
): AsyncGenerator<FoundCell> {
  for (const { id, cell } of cells) {
    const place = `${folder}/${CELLS}/${id}`;
    const outcome = await readOutcome(place);
    if (outcome?.status === "done") {
      yield* doneCell(id, `${place}/${cellFiles.run}`);
    } else if (outcome === undefined) {
      const error = "it was not begun, or not brought to its end";
      yield { name: id, problem: "not at its end", error, cell };
    } else {
      const { exitCode, error = "" } = outcome;
      const said = `exit code ${exitCode}: ${error}`;
      yield { name: id, problem: "failed", error: said, cell };
    }
  }
}

async function* doneCell(
  name: string,
  run: string,
): AsyncGenerator<FoundCell> {
  let found = 0;
  for await (const cell of anyCells(run)) {
    found++;
    yield { ...cell, name };
  }
  if (found > 0) return;
  const error = "it says that it is done, and has no metrics.json";
  yield { name, problem: "failed", error };
}

/** Finds every metrics.json below a folder; no plan is needed. */
export async function* anyCells(folder: string): AsyncGenerator<FoundCell> {
  const entries = await ifThere(
    folder,
    () => Array.fromAsync(Deno.readDir(folder)),
  );
  for (const { name, isDirectory } of entries ?? []) {
    if (isDirectory) yield* anyCells(`${folder}/${name}`);
    if (name !== "metrics.json") continue;
    yield { name: folder, metrics: `${folder}/${name}` };
  }
}
