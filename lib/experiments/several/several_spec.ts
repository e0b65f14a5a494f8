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

/** The specification of one run of one experiment of several generators. */
export interface SeveralSpec {
  readonly experiment: SeveralExperiment;
  /** The seed of every random number. */
  readonly seed: number;
  readonly budget: BudgetName;
}

/**
 * Computes the training settings of a spec.
 *
 * @throws UserError for an unknown budget.
 */
export const settingsOfSeveral = ({ budget }: SeveralSpec): SeveralSettings =>
  severalSettings(budgets[oneOf("budget", budgetNames, budget)]);

/** Computes a text that is equal for two runs if and only if they do the same. */
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
