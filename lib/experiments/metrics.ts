import type { Baselines } from "../evaluation/baselines.ts";
import type { ErrorAtT } from "../evaluation/error_by_t.ts";
import type { FlowErrors } from "../evaluation/flow_check.ts";
import type { ParameterScores } from "../evaluation/parameter_scores.ts";
import type { ReconstructionErrors } from "../evaluation/reconstruction.ts";
import { parametersOf } from "../model/symmetry_model.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { distributionName, transformationName } from "./catalogue.ts";
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
  const { batchSize } = trainer.settings;
  const { step: steps, seconds, resumed, setbacks } = trainer.state;
  const { scored, modes } = evaluation;
  return {
    ...runFacts(spec, runtime),
    model: {
      latentChannels: trainer.model.spec.latentChannels,
      parameters: parametersOf(trainer.model)
        .reduce((sum, { variable }) => sum + variable.size, 0),
    },
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
    training: {
      steps,
      pairsSeen: steps * batchSize,
      seconds,
      millisecondsPerStep: 1000 * seconds / steps,
      megabytesPerStep: megabytes,
      resumed,
      setbacks,
    },
  };
}

/** Collects the facts that identify a run in metrics.json. */
export function runFacts(
  { experiment, seed, budget, preset, variation }:
    & Omit<RunSpec, "preset">
    & { readonly preset: string },
  runtime: Runtime,
) {
  return {
    experiment: experiment.id,
    dataset: experiment.dataset.name,
    transformation: transformationName(experiment),
    distribution: distributionName(experiment),
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
