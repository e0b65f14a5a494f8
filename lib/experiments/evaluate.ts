import { type Baselines, baselines } from "../evaluation/baselines.ts";
import { type Spectrum, spectrumOf } from "../lie/eigenvalues.ts";
import { type ErrorAtT, errorByT } from "../evaluation/error_by_t.ts";
import { estimating } from "../evaluation/estimate.ts";
import { type FlowErrors, flowErrors } from "../evaluation/flow_check.ts";
import { gaugeSign, UNIT_TIME, unitScale } from "../lie/gauge.ts";
import { generatorName } from "../evaluation/generator_name.ts";
import {
  type GeneratorScores,
  generatorScores,
} from "../evaluation/generator_scores.ts";
import { modesOf } from "../evaluation/modes.ts";
import {
  type ParameterScores,
  parameterScores,
} from "../evaluation/parameter_scores.ts";
import {
  type ReconstructionErrors,
  reconstructionErrors,
} from "../evaluation/reconstruction.ts";
import { unit } from "../lie/basis.ts";
import { combine } from "../lie/generator.ts";
import { type Pausable, runPausable } from "../runtime/pausable.ts";
import { trueCoefficients } from "./catalogue.ts";
import type { Prepared } from "./prepare.ts";

/** The model's t of every held-out pair. */
export interface EstimatedT {
  /** One t per pair from the t-network. */
  readonly network: Float64Array;
  /** One t per pair, refined by the match of the pixels. */
  readonly refined: Float64Array;
}

/** The estimates of a trained model on held-out pairs, and their scores. */
export interface Evaluation {
  /** Coefficients of norm 1, with the sign of the truth if it is known. */
  readonly alpha: Float64Array;
  /**
   * Name of the nearest known transformation, `unnamed`, or {@linkcode NO_GENERATOR}.
   */
  readonly name: string;
  /**
   * The factor from t in `unit` to the model's t: the norm of the true field's
   * coefficients, times the sign of the gauge.
   */
  readonly scale: number;
  /** The unit of the transformation's t, or of the unit generator's if it is unknown. */
  readonly unit: string;
  /** One t per held-out pair, in `unit`. */
  readonly t: EstimatedT;
  /** Positions of the peaks of both estimates. */
  readonly modes: {
    readonly network: readonly number[];
    readonly refined: readonly number[];
  };
  /** Errors of the autoencoder. */
  readonly reconstruction: ReconstructionErrors;
  /** Errors of the latent flow. */
  readonly flow: FlowErrors;
  /**
   * Eigenvalues of the latent generator, for a t in `unit`, or the reason why they are
   * missing.
   */
  readonly eigenvalues: Spectrum;
  /** Scores against the truth; absent if there is none. */
  readonly scored?: Scored;
}

/** An evaluation against the truth. */
export interface Scored {
  /** Unit coefficients of the true generator. */
  readonly alpha: Float64Array;
  /** t of every held-out pair. */
  readonly t: Float64Array;
  /** Scores of the generator. */
  readonly generator: GeneratorScores;
  /** Scores of the t-network's t. */
  readonly network: ParameterScores;
  /** Scores of the refined t. */
  readonly refined: ParameterScores;
  /** Scores of estimates that use no image. */
  readonly baselines: Baselines;
  /** Errors of t over parts of its range. */
  readonly errorByT: readonly ErrorAtT[];
  /** Eigenvalues of the true latent generator, for a t in its unit. */
  readonly eigenvalues: Spectrum;
}

/**
 * The least share of the change that a flow must explain to be a generator of the pairs.
 * If the images are unrelated, moving x0 out of the frame explains half of the change.
 */
export const LEAST_EXPLAINED = 0.6;

/** The name that is shown if no flow relates the pairs. */
export const NO_GENERATOR = "no common generator";

/** Scores a trained model on held-out pairs, against each pair's true t. */
export function evaluateRun(prepared: Prepared): Promise<Evaluation> {
  return runPausable(evaluating(prepared));
}

function* evaluating(
  { spec, trainer, held }: Prepared,
): Pausable<Evaluation> {
  const { model } = trainer;
  const { experiment } = spec;
  const { basis, distribution, transformation } = experiment;
  const { pairs, truth } = held;
  const found = yield* estimating(model, trainer.pixelFlow, pairs);
  const coefficients = trueCoefficients(experiment);
  const sign = gaugeSign(found.alpha, coefficients);
  const scale = unitScale(found.alpha, coefficients);
  const alpha = Float64Array.from(found.alpha, (a) => sign * a);
  const inUnit = (t: ArrayLike<number>) =>
    Float64Array.from(t, (v) => v / scale);
  const t = {
    network: inUnit(found.network),
    refined: inUnit(found.refined),
  };
  // The images are moved along the estimated unit field by the model's t, in one gauge.
  const times = found.refined.map((v) => sign * v);
  const flow = flowErrors(pairs, basis, alpha, times);
  const spectrum = (of: Float64Array) =>
    spectrumOf(combine(model.flow.generators, of));
  const length = Math.abs(scale);
  return {
    alpha,
    name: flow.explained < LEAST_EXPLAINED
      ? NO_GENERATOR
      : generatorName(basis, alpha),
    scale,
    unit: truth === undefined ? UNIT_TIME : transformation.unit,
    t,
    modes: {
      network: modesOf(t.network).map(({ position }) => position),
      refined: modesOf(t.refined).map(({ position }) => position),
    },
    reconstruction: reconstructionErrors(model, pairs, found.network),
    flow,
    eigenvalues: spectrum(alpha.map((a) => a * length)),
    ...(truth === undefined || coefficients === undefined ? {} : {
      scored: {
        alpha: unit(coefficients),
        t: truth.t,
        generator: generatorScores(alpha, coefficients),
        network: parameterScores(
          t.network,
          truth.t,
          transformation.period,
        ),
        refined: parameterScores(
          t.refined,
          truth.t,
          transformation.period,
        ),
        baselines: baselines(truth.t),
        errorByT: errorByT(truth.t, t, distribution.support),
        eigenvalues: spectrum(coefficients),
      },
    }),
  };
}
