import type { ActionMeasures } from "./action_result.ts";
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
import { benchModels, HEADLINE_BATCH } from "./models.ts";

/** What `deno task bench --json` prints. */
export interface BenchResult {
  /** Median of a step of the first model at batch 512, in ms. */
  readonly step: ByStepPeer<number | null>;
  /** Why a time of `step` is null, by peer. */
  readonly reasons: Readonly<Partial<Record<StepPeer, string>>>;
  /** Of the times of `step`. */
  readonly ratios: StepRatios;
  readonly quick: boolean;
  readonly machine: Machine;
  readonly training: StepMeasures;
  readonly products: ProductMeasures;
  readonly action: ActionMeasures;
  /** null where it was left out. */
  readonly experiment: ExperimentMeasure | null;
}

/** Puts the headline before all that was measured. */
export function benchResult(
  measured: Omit<BenchResult, "step" | "reasons" | "ratios">,
): BenchResult {
  const { steps, reasons } = measured.training;
  const headline = steps.find(({ model, batch }) =>
    model === benchModels[0].name && batch === HEADLINE_BATCH
  );
  const step = byPeer((peer) => headline?.ms[peer]?.median ?? null);
  const missing = Object.entries(step).filter(([, ms]) => ms === null)
    .map(([peer]) => [peer, reasons[peer] ?? "not measured"]);
  return {
    step,
    reasons: Object.fromEntries(missing),
    ratios: headline?.ratios ?? { blasOverMerged: null, wasmOverMerged: null },
    ...measured,
  };
}
