import type { Baselines } from "../evaluation/baselines.ts";
import type { ErrorAtT } from "../evaluation/error_by_t.ts";
import type { FlowErrors } from "../evaluation/flow_check.ts";
import type { ParameterScores } from "../evaluation/parameter_scores.ts";
import type { ReconstructionErrors } from "../evaluation/reconstruction.ts";
import { parametersOf } from "../model/symmetry_model.ts";
import type { Runtime } from "../runtime/runtime.ts";
import {
  distributionName,
  type Experiment,
  transformationName,
} from "./catalogue.ts";
import type { SeveralTrainer } from "../training/several_trainer.ts";
import type { Trainer } from "../training/trainer.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Prepared } from "./prepare.ts";
import { type RunSpec, version } from "./run_spec.ts";

/** The facts about a run in its metrics.json: experiment, settings and model. */
export interface RunFacts {
  /** The experiment's id. */
  readonly experiment: string;
  /** The data set's name. */
  readonly dataset: string;
  /** The name of the true transformation. */
  readonly transformation: string;
  /** The name of the distribution of t. */
  readonly distribution: string;
  /** The seed of every random number. */
  readonly seed: number;
  /** The budget's name. */
  readonly budget: string;
  /** The preset's name. */
  readonly preset: string;
  /** The backend that trained. */
  readonly backend: string;
  /** Number of its threads. */
  readonly threads: number;
  /** The version of this project. */
  readonly version: string;
  /** The model's size. */
  readonly model: {
    readonly latentChannels: number;
    /** Number of trained parameters. */
    readonly parameters: number;
  };
}

/** The names of an experiment in metrics.json. */
type RunNames = Pick<
  RunFacts,
  "experiment" | "dataset" | "transformation" | "distribution"
>;

/** Length and cost of a training. */
export interface TrainingFacts {
  /** Number of steps. */
  readonly steps: number;
  /** Number of pairs in all batches together. */
  readonly pairsSeen: number;
  /** Time of all steps, seconds. */
  readonly seconds: number;
  /** Mean time per step, milliseconds. */
  readonly millisecondsPerStep: number;
  /** Largest memory of all tensors during a step, MB. */
  readonly megabytesPerStep: number;
  /** Number of times the training was continued from a checkpoint. */
  readonly resumed: number;
  /**
   * Number of times the training returned to an earlier step, because a number was not
   * finite.
   */
  readonly setbacks: number;
}

/** The content of metrics.json. */
export interface Metrics extends RunFacts {
  /** The varied setting; absent if there is none. */
  readonly variation?: { readonly name: string; readonly value: string };
  /** The generator and its scores, which are null if there is no truth. */
  readonly generator: {
    readonly basis: string;
    readonly terms: readonly string[];
    readonly estimated: readonly number[];
    readonly true: readonly number[] | null;
    readonly absoluteCosine: number | null;
    readonly angleDegrees: number | null;
    readonly name: string;
  };
  /** The scores of the t of the held-out pairs. */
  readonly parameter: {
    readonly unit: string;
    readonly pairs: number;
    readonly network: ParameterScores | null;
    readonly refined: ParameterScores | null;
    readonly baselines: Baselines | null;
    readonly errorByT: readonly ErrorAtT[] | null;
    /** Positions of the peaks; the true ones are those of the distribution. */
    readonly modes: {
      readonly true: readonly number[] | null;
      readonly network: readonly number[];
      readonly refined: readonly number[];
    };
  };
  /** Mean squared errors per pixel. */
  readonly reconstruction: ReconstructionErrors;
  /** Errors of the latent flow. */
  readonly flow: FlowErrors;
  /** Length and cost of the training. */
  readonly training: TrainingFacts;
}

/** Collects the results of a finished run in the layout of metrics.json. */
export function metricsOf(
  { spec, trainer, held }: Prepared,
  evaluation: Evaluation,
  { runtime, megabytes }: {
    readonly runtime: Runtime;
    readonly megabytes: number;
  },
): Metrics {
  const { experiment } = spec;
  const { scored, modes } = evaluation;
  return {
    ...runFacts(namesOf(experiment), spec, runtime),
    model: modelFacts(
      trainer.model.spec.latentChannels,
      parametersOf(trainer.model),
    ),
    generator: {
      basis: experiment.basis.name,
      terms: experiment.basis.terms.map(({ label }) => label),
      estimated: Array.from(evaluation.alpha),
      true: scored === undefined ? null : Array.from(scored.alpha),
      absoluteCosine: scored?.generator.absoluteCosine ?? null,
      angleDegrees: scored?.generator.angleDegrees ?? null,
      name: evaluation.name,
    },
    parameter: {
      unit: evaluation.unit,
      pairs: held.pairs.count,
      network: scored?.network ?? null,
      refined: scored?.refined ?? null,
      baselines: scored?.baselines ?? null,
      errorByT: scored?.errorByT ?? null,
      modes: {
        true: scored === undefined ? null : experiment.distribution.modes,
        ...modes,
      },
    },
    reconstruction: evaluation.reconstruction,
    flow: evaluation.flow,
    training: trainingFacts(trainer, megabytes),
  };
}

/** Collects the names of an experiment for metrics.json. */
export const namesOf = (experiment: Experiment): RunNames => ({
  experiment: experiment.id,
  dataset: experiment.dataset.name,
  transformation: transformationName(experiment),
  distribution: distributionName(experiment),
});

/** Collects the facts that identify a run in metrics.json, without those of a model. */
export function runFacts<Preset extends string>(
  names: RunNames,
  { seed, budget, preset, variation }:
    & Pick<RunSpec, "seed" | "budget" | "variation">
    & { readonly preset: Preset },
  runtime: Runtime,
) {
  return {
    ...names,
    seed,
    budget,
    preset,
    ...variation === undefined
      ? {}
      : { variation: { name: variation.name, value: variation.value } },
    backend: runtime.backend,
    threads: runtime.threads,
    version,
  };
}

/** Collects the size of a model for metrics.json. */
export const modelFacts = (
  latentChannels: number,
  parameters: readonly { readonly variable: { readonly size: number } }[],
): RunFacts["model"] => ({
  latentChannels,
  parameters: parameters.reduce((sum, { variable }) => sum + variable.size, 0),
});

/** Collects length and cost of a training for metrics.json. */
export function trainingFacts(
  { settings, state }: Pick<Trainer | SeveralTrainer, "settings" | "state">,
  megabytes: number,
): TrainingFacts {
  const { step, seconds, resumed, setbacks } = state;
  return {
    steps: step,
    pairsSeen: step * settings.batchSize,
    seconds,
    millisecondsPerStep: 1000 * seconds / step,
    megabytesPerStep: megabytes,
    resumed,
    setbacks,
  };
}
