import type { Baselines } from "../evaluation/baselines.ts";
import type { FlowErrors } from "../evaluation/flow_check.ts";
import type { GeneratorScores } from "../evaluation/generator_scores.ts";
import type { ParameterScores } from "../evaluation/parameter_scores.ts";
import type { ReconstructionErrors } from "../evaluation/reconstruction.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Trained } from "../training/train.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Prepared } from "./prepare.ts";
import { version } from "./run_spec.ts";

/** The content of metrics.json. */
export interface Metrics {
  readonly experiment: string;
  readonly dataset: string;
  readonly transformation: string;
  readonly distribution: string;
  readonly seed: number;
  readonly budget: string;
  readonly preset: string;
  readonly backend: string;
  readonly threads: number;
  readonly version: string;
  readonly generator: GeneratorScores & {
    readonly basis: string;
    readonly terms: readonly string[];
    readonly estimated: readonly number[];
    readonly true: readonly number[];
    readonly name: string;
  };
  readonly parameter: {
    readonly unit: string;
    readonly pairs: number;
    readonly network: ParameterScores;
    readonly refined: ParameterScores;
    readonly baselines: Baselines;
  };
  /** Mean squared errors per pixel. */
  readonly reconstruction: ReconstructionErrors;
  readonly flow: FlowErrors;
  readonly training: {
    readonly steps: number;
    readonly pairsSeen: number;
    readonly seconds: number;
    readonly millisecondsPerStep: number;
    readonly resumed: number;
  };
}

/** Gathers what a finished run has to say into the layout of metrics.json. */
export function metricsOf(
  { spec, trainer, held }: Prepared,
  trained: Trained,
  evaluation: Evaluation,
  runtime: Runtime,
): Metrics {
  const { experiment, seed, budget, preset } = spec;
  const { steps, batchSize } = trainer.settings;
  const { generator, network, refined, t } = evaluation;
  return {
    experiment: experiment.id,
    dataset: experiment.dataset.name,
    transformation: experiment.transformation.name,
    distribution: experiment.distribution.name,
    seed,
    budget,
    preset,
    backend: runtime.backend,
    threads: runtime.threads,
    version,
    generator: {
      basis: experiment.basis.name,
      terms: experiment.basis.terms.map(({ label }) => label),
      estimated: Array.from(evaluation.alpha),
      true: Array.from(evaluation.trueAlpha),
      ...generator,
      name: evaluation.name,
    },
    parameter: {
      unit: held.truth.transformation.unit,
      pairs: t.truth.length,
      network,
      refined,
      baselines: evaluation.baselines,
    },
    reconstruction: evaluation.reconstruction,
    flow: evaluation.flow,
    training: {
      steps,
      pairsSeen: steps * batchSize,
      seconds: trained.seconds,
      millisecondsPerStep: 1000 * trained.seconds / steps,
      resumed: trained.resumed,
    },
  };
}
