import type { StageSteps } from "../training/settings.ts";

/** The budgets. They differ only in the number of steps, never in the method. */
export const budgets = {
  /** A quick run: the generator is correct, reconstructions are blurred. */
  quick: { basinSteps: 300, jointSteps: 250, taughtSteps: 200 },
  /** Reaches the paper's claims and better. */
  standard: { basinSteps: 300, jointSteps: 700, taughtSteps: 1000 },
  /** Gives sharp reconstructions. */
  long: { basinSteps: 400, jointSteps: 4600, taughtSteps: 9600 },
} as const satisfies Readonly<Record<string, StageSteps>>;

/** The name of a budget. */
export type BudgetName = keyof typeof budgets;

export const budgetNames = Object.keys(budgets) as BudgetName[];
