import type { BudgetName } from "./budgets.ts";
import type { Planned, PlanOptions } from "./plan.ts";

/** One run of an experiment by the preset `stable`. */
type PlanRun = (run: {
  readonly seed: number;
  readonly budget: BudgetName;
}) => Planned;

/**
 * Plans an experiment that has the preset `stable` alone. A run with another preset,
 * or with a variation, fails with a sentence that says so.
 *
 * @param what The kind of experiment, for the sentence.
 */
export const planStable =
  (what: string, planned: PlanRun) =>
  ({ seeds, budget, presets, variation }: PlanOptions): Planned[] =>
    presets.flatMap((preset) =>
      seeds.map((seed) => {
        const stable = planned({ seed, budget });
        if (preset === "stable" && variation === undefined) return stable;
        const asked = variation === undefined
          ? `the preset ${preset}`
          : `a variation of ${variation.name}`;
        return {
          ...stable,
          preset,
          run: () => {
            throw new Error(
              `${what}: expected the preset stable and no variation, found ${asked}`,
            );
          },
        };
      })
    );
