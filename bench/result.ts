import type { ActionMeasures } from "./action_result.ts";
import type { ClassifierMeasures } from "./classifier_result.ts";
import type { StepPeer } from "./commands.ts";
import type { Machine } from "./machine.ts";
import type { ExperimentMeasure } from "./measure_experiments.ts";
import type { ProductMeasures } from "./measure_products.ts";
import {
  byPeer,
  type ByStepPeer,
  type StepMeasures,
  type StepRatios,
} from "./measure_steps.ts";
import type { TrainingMeasures } from "./measure_training.ts";
import type { RegistrationMeasures } from "./registration_result.ts";
import { type BenchModel, benchModels } from "./models.ts";

/** A model's step at the batch size that stands for the whole. */
export interface StepHeadline {
  /** The medians, in ms. */
  readonly step: ByStepPeer<number | null>;
  /** Why a time of `step` is null, by peer. */
  readonly reasons: Readonly<Partial<Record<StepPeer, string>>>;
  /** Quotients of the times of `step`. */
  readonly ratios: StepRatios;
}

/** The output of `deno task bench --json`; the headline is the first model's. */
export interface BenchResult extends StepHeadline {
  /** The results of all models, by name. */
  readonly models: Readonly<Record<string, StepHeadline>>;
  readonly quick: boolean;
  readonly machine: Machine;
  readonly training: StepMeasures;
  readonly products: ProductMeasures;
  readonly action: ActionMeasures;
  readonly registration: RegistrationMeasures;
  readonly constraint: ClassifierMeasures;
  /** null if it was left out. */
  readonly experiment: ExperimentMeasure | null;
}

/** The output of `deno task bench --only steps --json`. */
export type StepResult = Pick<BenchResult, "quick" | "machine" | "training">;

/** The output of `deno task bench --only training --json`. */
export interface TrainingResult extends Pick<BenchResult, "quick" | "machine"> {
  readonly training: TrainingMeasures;
}

/** The output of `deno task bench --only registration --json`. */
export type RegistrationResult = Pick<
  BenchResult,
  "quick" | "machine" | "registration"
>;

/** The output of `deno task bench --only constraint --json`. */
export type ClassifierResult = Pick<
  BenchResult,
  "quick" | "machine" | "constraint"
>;

/** Puts the headlines before all that was measured. */
export function benchResult(
  measured: Omit<BenchResult, keyof StepHeadline | "models">,
): BenchResult {
  const models = benchModels.map((model) =>
    [model.name, headlineOf(measured.training, model)] as const
  );
  return { ...models[0][1], models: Object.fromEntries(models), ...measured };
}

function headlineOf(
  { steps, reasons }: StepMeasures,
  { name, headline: size }: BenchModel,
): StepHeadline {
  const headline = steps.find(({ model, batch }) =>
    model === name && batch === size
  );
  const step = byPeer((peer) => headline?.ms[peer]?.median ?? null);
  const missing = Object.entries(step).filter(([, ms]) => ms === null)
    .map(([peer]) => [peer, reasons[peer] ?? "not measured"]);
  return {
    step,
    reasons: Object.fromEntries(missing),
    ratios: headline?.ratios ?? { blasOverMerged: null, wasmOverMerged: null },
  };
}
