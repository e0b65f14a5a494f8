import type { Runtime } from "../../runtime/runtime.ts";
import type { BudgetName } from "../budgets.ts";
import { version } from "../run_spec.ts";
import { classifierKinds } from "./classifier_kinds.ts";
import type { ConstraintExperiment } from "./constraint_catalogue.ts";
import type { ConstraintSettings } from "./constraint_settings.ts";

/** One run of one experiment on constrained classifiers, as data. */
export interface ConstraintSpec {
  readonly experiment: ConstraintExperiment;
  /** Decides every random number. */
  readonly seed: number;
  readonly budget: BudgetName;
}

/** A text that is the same for two runs exactly when they do the same. */
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
    // Infinity is null in JSON, and no other number of labels is.
    sizes,
    steps: [100, 1000, 10_000].map(steps),
    classifiers: classifierKinds,
    backend: runtime.backend,
    threads: runtime.threads,
  });
}
