import type { Runtime } from "../../runtime/runtime.ts";
import type { BudgetName } from "../budgets.ts";
import { version } from "../run_spec.ts";
import { classifierKinds } from "./classifier_kinds.ts";
import type { ConstraintExperiment } from "./constraint_catalogue.ts";
import type { ConstraintSettings } from "./constraint_settings.ts";

/** The specification of one run of one experiment on constrained classifiers. */
export interface ConstraintSpec {
  readonly experiment: ConstraintExperiment;
  /** The seed of every random number. */
  readonly seed: number;
  readonly budget: BudgetName;
}

/** Computes a text that is equal for two runs if and only if they do the same. */
export function constraintFingerprint(
  { experiment, seed }: ConstraintSpec,
  settings: ConstraintSettings,
  runtime: Runtime,
): string {
  const { id, dataset, distribution, wrong } = experiment;
  const { steps, ...sizes } = settings;
  return JSON.stringify({
    version,
    experiment: id,
    dataset: dataset.name,
    distribution: distribution.name,
    wrong: [wrong.transformation.name, wrong.distribution.name],
    seed,
    // Infinity becomes null in JSON, which no other number of labels does.
    sizes,
    steps: [100, 1000, 10_000].map(steps),
    classifiers: classifierKinds,
    backend: runtime.backend,
    threads: runtime.threads,
  });
}
