import { UserError } from "../runtime/errors.ts";
import { writeWhole } from "../runtime/files.ts";
import { readTextIfThere } from "../runtime/read_if_there.ts";
import { version } from "../experiments/run_spec.ts";
import { type Cell, cellId, cellOptions } from "./cell.ts";
import type { Study } from "./study.ts";

/** A study as the engine reads it, and as its report does: plan.json. */
export interface StudyPlan {
  /** What all cells were or will be done with. */
  readonly versions: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly options: readonly string[];
  readonly cells: readonly PlannedCell[];
}

/** A cell, and what Deno is to be given for it. */
export interface PlannedCell {
  readonly id: string;
  readonly cell: Cell;
  readonly command: readonly string[];
}

/** Lays a study out. */
export function planOf({ command, options, cells }: Study): StudyPlan {
  return {
    versions: {
      project: version,
      deno: Deno.version.deno,
      v8: Deno.version.v8,
    },
    command,
    options,
    cells: cells.map((cell) => ({
      id: cellId(cell),
      cell,
      command: [...command, ...cellOptions(cell), ...options],
    })),
  };
}

/** The plan's file, below a study's folder. */
const PLAN = "plan.json";

/**
 * Makes sure that a study's folder may take a plan. An earlier one may have had
 * other cells, but not other versions or options: a table is made of one kind of
 * thing.
 *
 * @throws UserError where the folder holds a study of another kind
 */
export async function checkPlan(
  folder: string,
  plan: StudyPlan,
): Promise<void> {
  const before = await readPlan(folder);
  const different = before === undefined
    ? undefined
    : differenceOf(before, plan);
  if (different !== undefined) {
    throw new UserError(
      `${folder}: expected a study with ${different}; name another folder with --out`,
    );
  }
}

/**
 * Writes a plan to a folder.
 *
 * @returns the file's path
 */
export async function writePlan(
  folder: string,
  plan: StudyPlan,
): Promise<string> {
  const path = `${folder}/${PLAN}`;
  await writeWhole(path, JSON.stringify(plan, null, 1) + "\n");
  return path;
}

/**
 * Reads the plan of a study's folder.
 *
 * @returns undefined if there is none
 * @throws UserError if it cannot be read, or is damaged
 */
export async function readPlan(
  folder: string,
): Promise<StudyPlan | undefined> {
  const path = `${folder}/${PLAN}`;
  const text = await readTextIfThere(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${path}: expected a plan, found: ${error.message}`);
  }
}

/** What sets the second plan apart from the first, in words. */
function differenceOf(
  before: StudyPlan,
  { versions, command, options }: StudyPlan,
): string | undefined {
  for (const [name, wanted] of Object.entries(versions)) {
    const found = before.versions[name];
    if (found !== wanted) return `${name} ${wanted}, found one with ${found}`;
  }
  const [wanted, found] = [[...command, ...options], [
    ...before.command,
    ...before.options,
  ]].map((words) => JSON.stringify(words.join(" ")));
  return wanted === found
    ? undefined
    : `the command ${wanted}, found one with ${found}`;
}
