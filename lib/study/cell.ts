import type { RunNames } from "../experiments/usual_value.ts";

/** One run of a study: one call of a command, in a folder of its own. */
export interface Cell extends RunNames {
  readonly seed: number;
  /** What is done otherwise than the preset says. */
  readonly variation?: CellVariation;
}

/** One thing that is varied, as `--vary` has it. */
export interface CellVariation {
  readonly name: string;
  readonly value: string;
}

/**
 * A cell's name, and its folder below that of all cells: no two cells share it,
 * nor does one lie in another.
 */
export function cellId(cell: Cell): string {
  return [...conditionOf(cell), `seed-${cell.seed}`].join("/");
}

/** What cells that differ in nothing but their seed share. */
export function conditionId(cell: Omit<Cell, "seed">): string {
  return conditionOf(cell).join("/");
}

function conditionOf(
  { experiment, preset, budget, variation }: Omit<Cell, "seed">,
): string[] {
  const varied = variation === undefined
    ? []
    : [`${variation.name}=${variation.value}`];
  return [experiment, preset, budget, ...varied];
}

/** The options of `deno task reproduce` that stand for a cell. */
export function cellOptions(
  { experiment, preset, budget, seed, variation }: Cell,
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
