import type { BudgetName } from "./budgets.ts";
import type { Planned, PlanOptions } from "./planned.ts";

/** One run of an experiment by the preset `stable`. */
export interface StableRun {
  readonly seed: number;
  readonly budget: BudgetName;
  /** The folder of the run's files, within the output folder. */
  readonly folder: string;
}

/** The work of such a run. */
type StableWork = Pick<Planned, "secondsOn" | "run">;

/**
 * Plans an experiment that has only the preset `stable`. A run with another preset, or
 * with a variation, fails with an error.
 *
 * @param what The kind of experiment, for the message.
 */
export const planStable = (
  what: string,
  { id, title, figure }: Pick<Planned, "id" | "title" | "figure">,
  work: (run: StableRun) => StableWork,
) =>
({ seeds, budget, presets, variation }: PlanOptions): Planned[] =>
  presets.flatMap((preset) =>
    seeds.map((seed) => {
      const folder = `${id}/seed-${seed}`;
      const stable = {
        id,
        title,
        figure,
        seed,
        preset,
        folder,
        command:
          `deno task reproduce --only ${id} --seed ${seed} --budget ${budget}`,
        ...work({ seed, budget, folder }),
      };
      if (preset === "stable" && variation === undefined) return stable;
      const asked = variation === undefined
        ? `the preset ${preset}`
        : `a variation of ${variation.name}`;
      return {
        ...stable,
        run: () => {
          throw new Error(
            `${what}: expected the preset stable and no variation, found ${asked}`,
          );
        },
      };
    })
  );
