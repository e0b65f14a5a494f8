import { UserError } from "../runtime/errors.ts";
import { writeWhole } from "../runtime/files.ts";
import { readTextIfThere } from "../runtime/read_if_there.ts";
import { version } from "../experiments/run_spec.ts";
import { cellId, cellOptions, type StudyCell } from "./cell.ts";
import type { Study } from "./study.ts";

/** The content of plan.json, which Snakemake and the report read. */
export interface StudyPlan {
  /** Versions of the programs that do all cells, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly options: readonly string[];
  readonly cells: readonly PlannedCell[];
}

/** A cell and the arguments that Deno is started with for it. */
export interface PlannedCell {
  readonly id: string;
  readonly cell: StudyCell;
  readonly command: readonly string[];
}

/** Makes the plan of a study. */
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

/** Name of the plan's file in a study's folder. */
const PLAN = "plan.json";

/**
 * Checks that a plan may be written to a study's folder. An earlier plan there may
 * have other cells, but not other versions or options, because a table must not
 * mix results of different programs.
 *
 * @throws UserError if the folder holds a plan with other versions or options
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

/** The first difference between two plans in words; undefined if there is none. */
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
