import { withDerivative } from "../../model/architectures.ts";
import { oneOf } from "../../runtime/errors.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import {
  type SeveralSettings,
  severalSettings,
} from "../../training/several_settings.ts";
import { type BudgetName, budgetNames, budgets } from "../budgets.ts";
import { version } from "../run_spec.ts";
import type { SeveralExperiment } from "./several_catalogue.ts";

/** One run of one experiment of several generators, as data. */
export interface SeveralSpec {
  readonly experiment: SeveralExperiment;
  /** Decides every random number. */
  readonly seed: number;
  readonly budget: BudgetName;
}

/**
 * The training settings that a spec stands for.
 *
 * @throws UserError for an unknown budget.
 */
export const settingsOfSeveral = ({ budget }: SeveralSpec): SeveralSettings =>
  severalSettings(budgets[oneOf("budget", budgetNames, budget)]);

/** A text that is the same for two runs exactly when they do the same. */
export function severalFingerprint(
  { experiment, seed }: SeveralSpec,
  runtime: Runtime,
  settings: SeveralSettings,
): string {
  const { id, dataset, group, distribution, basis, architecture } = experiment;
  return JSON.stringify({
    version,
    experiment: id,
    dataset: dataset.name,
    group: group.name,
    distribution: distribution.name,
    basis: basis.name,
    architecture: withDerivative(architecture),
    seed,
    settings,
    backend: runtime.backend,
    threads: runtime.threads,
  });
}
