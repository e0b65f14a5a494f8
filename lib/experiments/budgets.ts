import type { StageSteps } from "../training/settings.ts";

/** A budget is a number of steps, never another method. */
export const budgets = {
  /** A smoke run: the generator is right, reconstructions are blurred. */
  quick: { basinSteps: 300, jointSteps: 250, taughtSteps: 150 },
  /** The paper's claims and better. */
  standard: { basinSteps: 300, jointSteps: 700, taughtSteps: 600 },
  /** Crisp reconstructions. */
  long: { basinSteps: 400, jointSteps: 4600, taughtSteps: 4600 },
} as const satisfies Readonly<Record<string, StageSteps>>;

/** The name of a budget. */
export type BudgetName = keyof typeof budgets;

export const budgetNames = Object.keys(budgets) as BudgetName[];
