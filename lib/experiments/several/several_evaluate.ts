import * as tf from "@tensorflow/tfjs";
import { pairChunks } from "../../datasets/chunks.ts";
import type { Pairs } from "../../datasets/types.ts";
import {
  type ParameterScores,
  parameterScores,
} from "../../evaluation/parameter_scores.ts";
import {
  type ReconstructionErrors,
  reconstructionErrorsOf,
} from "../../evaluation/reconstruction.ts";
import {
  type MixtureScores,
  mixtureScores,
} from "../../evaluation/mixture_scores.ts";
import {
  displacements,
  flowOfPair,
  inTrueBasis,
  type SpaceScores,
  spaceScores,
  trueSpace,
} from "../../evaluation/several_scores.ts";
import type { FieldSpace } from "../../matching/field_space.ts";
import { mixtureOf } from "../../matching/mixture.ts";
import { parametersOfPairs } from "../../matching/space_of_pairs.ts";
import { pairTensors } from "../../model/pair_tensors.ts";
import {
  estimateParameters,
  moveCodesAlong,
} from "../../model/several_model.ts";
import { type Pausable, runPausable } from "../../runtime/pausable.ts";
import type { SeveralTrainer } from "../../training/several_trainer.ts";
import type { SeveralPrepared } from "./several_prepare.ts";

/** One estimate of the transformations of all held-out pairs, and its scores. */
export interface SeveralEstimate {
  /** Parameters in the directions of the found space, `pairs * K`. */
  readonly parameters: Float64Array;
  /** Parameters of the true generators, each in its unit, `pairs * K`. */
  readonly inTrueBasis: Float64Array;
  /**
   * Distance of each pair's transformation from the true one, root mean square over the
   * frame, pixels.
   */
  readonly displacements: Float64Array;
  /** Scores of the parameters, one entry per true generator. */
  readonly scores: readonly ParameterScores[];
}

/** A trained model's estimates on held-out pairs, and their scores. */
export interface SeveralEvaluation {
  readonly space: FieldSpace;
  readonly truth: FieldSpace;
  readonly spaceScores: SpaceScores;
  /** The estimate by the t-network. */
  readonly network: SeveralEstimate;
  /** The estimate by matching at the images' resolution. */
  readonly refined: SeveralEstimate;
  /** Displacements by the true transformations, pixels: the error of no motion. */
  readonly withoutMotion: Float64Array;
  /** The fit of a mixture, in which one generator alone moves each pair. */
  readonly mixture: MixtureScores;
  /**
   * Share of the pairs that the flows match, starting from 0 or from the t-network's
   * answer.
   */
  readonly matched: number;
  /** Share of the change of all pairs that the matched flows explain. */
  readonly explained: number;
  readonly reconstruction: ReconstructionErrors;
}

/**
 * Scores a trained model on held-out pairs, against the true transformation of each
 * pair.
 */
export function evaluateSeveral(
  prepared: SeveralPrepared,
): Promise<SeveralEvaluation> {
  return runPausable(evaluating(prepared));
}

function* evaluating(
  { spec, trainer, held }: SeveralPrepared,
): Pausable<SeveralEvaluation> {
  const { model } = trainer;
  const { basis, distribution, group } = spec.experiment;
  const { pairs, truth: made } = held;
  const size = { height: pairs.height, width: pairs.width };
  const space: FieldSpace = {
    terms: basis.terms.length,
    directions: Float64Array.from(model.space.dataSync<"float32">()),
  };
  const truth = trueSpace(group, basis);
  const count = group.generators.length;
  const flowAt = flowOfPair(group, made.parameters);
  const column = (values: Float64Array, k: number) =>
    values.filter((_, at) => at % count === k);
  const estimate = (parameters: Float64Array): SeveralEstimate => {
    const mapped = inTrueBasis(space, truth, parameters);
    return {
      parameters,
      inTrueBasis: mapped,
      displacements: displacements(space, basis, parameters, flowAt, size),
      scores: group.generators.map(({ period }, k) =>
        parameterScores(column(mapped, k), column(made.parameters, k), period)
      ),
    };
  };
  const network = networkParameters(trainer, pairs);
  yield;
  const { fields: matched, rows } = yield* parametersOfPairs(
    pairs,
    basis,
    space,
    undefined,
    network,
  );
  const unmoved = new Float64Array(network.length);
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const parameters = Float32Array.from(network);
  return {
    space,
    truth,
    spaceScores: spaceScores(space, truth),
    network: estimate(network),
    refined: estimate(matched.coefficients),
    withoutMotion: displacements(space, basis, unmoved, flowAt, size),
    mixture: mixtureScores(
      yield* mixtureOf(matched),
      matched,
      space,
      truth,
      distribution.oneAtATime ? made.parameters : undefined,
    ),
    matched: rows.length / pairs.count,
    explained: 1 - sum(matched.errors) / sum(matched.errorsWithoutMotion),
    reconstruction: reconstructionErrorsOf(model, pairs, (codes, first) => {
      const rows = codes.shape[0];
      const own = parameters.subarray(first * count, (first + rows) * count);
      return moveCodesAlong(model, tf.tensor2d(own, [rows, count]), codes);
    }),
  };
}

/** Computes the t-network's parameters of pairs, `pairs * K`. */
function networkParameters(
  { model, pixelFlow }: SeveralTrainer,
  pairs: Pairs,
): Float64Array {
  return Float64Array.from(
    pairChunks(pairs).flatMap(({ pairs: part }) => {
      const tensors = pairTensors(pixelFlow, part);
      const values = tf.tidy(() =>
        estimateParameters(model, tensors).dataSync<"float32">().slice()
      );
      tf.dispose(Object.values({ ...tensors }));
      return [...values];
    }),
  );
}
