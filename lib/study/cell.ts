import type { RunNames } from "../experiments/usual_value.ts";

/** One run of a study: one call of a command, in its own folder. */
export interface StudyCell extends RunNames {
  readonly seed: number;
  /** The setting that differs from the preset; undefined if none does. */
  readonly variation?: CellVariation;
}

/** A setting and its value, as in `--vary NAME=VALUE`. */
export interface CellVariation {
  readonly name: string;
  readonly value: string;
}

/**
 * Computes the name of a cell, which is also its folder within the folder of all cells.
 * No two cells have the same folder, and none is within another's.
 */
export function cellId(cell: StudyCell): string {
  return [...conditionOf(cell), `seed-${cell.seed}`].join("/");
}

/**
 * Computes the name of a condition, which is the set of all cells that differ only in
 * their seed.
 */
export function conditionId(cell: Omit<StudyCell, "seed">): string {
  return conditionOf(cell).join("/");
}

function conditionOf(
  { experiment, preset, budget, variation }: Omit<StudyCell, "seed">,
): string[] {
  const varied = variation === undefined
    ? []
    : [`${variation.name}=${variation.value}`];
  return [experiment, preset, budget, ...varied];
}

/** Lists the options of `deno task reproduce` for a cell. */
export function cellOptions(
  { experiment, preset, budget, seed, variation }: StudyCell,
): string[] {
  return [
    ...["--only", experiment],
    ...["--seed", String(seed)],
    ...["--budget", budget],
    ...["--preset", preset],
    ...variation === undefined
      ? []
      : ["--vary", `${variation.name}=${variation.value}`],
  ];
}
