import type { MixtureScores } from "../../evaluation/mixture_scores.ts";
import type { ParameterScores } from "../../evaluation/parameter_scores.ts";
import type { ReconstructionErrors } from "../../evaluation/reconstruction.ts";
import {
  type Displacements,
  displacementsOf,
} from "../../evaluation/several_scores.ts";
import { severalParameters } from "../../model/several_model.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import {
  modelFacts,
  type RunFacts,
  runFacts,
  type TrainingFacts,
  trainingFacts,
} from "../metrics.ts";
import type { SeveralEstimate, SeveralEvaluation } from "./several_evaluate.ts";
import type { SeveralPrepared } from "./several_prepare.ts";
import { fromDegrees } from "../../lie/degrees.ts";

/** Scores of one estimate of the parameters of all held-out pairs. */
export interface SeveralScores {
  /** Distance of the pairs' transformations from the true ones, pixels. */
  readonly displacement: Displacements;
  /** Scores of the parameters in the true generators' basis, one per generator. */
  readonly perGenerator: readonly ParameterScores[];
}

/** The content of metrics.json of a run of several generators. */
export interface SeveralMetrics extends RunFacts {
  readonly preset: "stable";
  /** The span of the generators; the angle is the largest principal angle. */
  readonly generator: {
    readonly basis: string;
    readonly terms: readonly string[];
    /** Orthonormal rows of the found space. */
    readonly space: readonly (readonly number[])[];
    /** The true generators, not normalised. */
    readonly trueSpace: readonly (readonly number[])[];
    readonly names: readonly string[];
    readonly principalAnglesDegrees: readonly number[];
    readonly grassmannDegrees: number;
    /** Angle between each true generator and the found space, degrees. */
    readonly generatorAnglesDegrees: readonly number[];
    readonly absoluteCosine: number;
    readonly angleDegrees: number;
  };
  readonly parameter: {
    readonly pairs: number;
    readonly units: readonly string[];
    readonly network: SeveralScores;
    readonly refined: SeveralScores;
    /** Distances without motion, pixels. */
    readonly withoutMotion: Displacements;
  };
  /** The fit of a mixture, in which one generator alone moves each pair. */
  readonly mixture: MixtureScores;
  /** Mean squared errors per pixel. */
  readonly reconstruction: ReconstructionErrors;
  readonly flow: {
    readonly explained: number;
    /** Share of the held-out pairs that the flows match. */
    readonly matched: number;
  };
  readonly training: TrainingFacts & { readonly pairs: number };
}

/** Collects the results of a finished run in the layout of metrics.json. */
export function severalMetrics(
  { spec, trainer, held }: SeveralPrepared,
  evaluation: SeveralEvaluation,
  runtime: Runtime,
  megabytes: number,
): SeveralMetrics {
  const { experiment, seed, budget } = spec;
  const { id, basis, group, distribution, dataset } = experiment;
  const { space, truth, spaceScores: angles } = evaluation;
  const largest = Math.max(...angles.principalAngles);
  const rows = ({ directions, terms }: typeof space) =>
    Array.from(
      { length: directions.length / terms },
      (_, k) => [...directions.subarray(k * terms, (k + 1) * terms)],
    );
  const scores = (estimate: SeveralEstimate): SeveralScores => ({
    displacement: displacementsOf(estimate.displacements),
    perGenerator: estimate.scores,
  });
  return {
    ...runFacts(
      {
        experiment: id,
        dataset: dataset.name,
        transformation: group.name,
        distribution: distribution.name,
      },
      { seed, budget, preset: "stable" },
      runtime,
    ),
    model: modelFacts(
      trainer.model.spec.latentChannels,
      severalParameters(trainer.model),
    ),
    generator: {
      basis: basis.name,
      terms: basis.terms.map(({ label }) => label),
      space: rows(space),
      trueSpace: rows(truth),
      names: group.generators.map(({ name }) => name),
      principalAnglesDegrees: angles.principalAngles,
      grassmannDegrees: angles.grassmann,
      generatorAnglesDegrees: angles.perGenerator,
      absoluteCosine: Math.cos(fromDegrees(largest)),
      angleDegrees: largest,
    },
    parameter: {
      pairs: held.pairs.count,
      units: group.generators.map(({ unit }) => unit),
      network: scores(evaluation.network),
      refined: scores(evaluation.refined),
      withoutMotion: displacementsOf(evaluation.withoutMotion),
    },
    mixture: evaluation.mixture,
    reconstruction: evaluation.reconstruction,
    flow: { explained: evaluation.explained, matched: evaluation.matched },
    training: {
      pairs: trainer.state.taught!.parameters.shape[0],
      ...trainingFacts(trainer, megabytes),
    },
  };
}
