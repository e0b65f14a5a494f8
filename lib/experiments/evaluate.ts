import { type Baselines, baselines } from "../evaluation/baselines.ts";
import { estimate } from "../evaluation/estimate.ts";
import { type FlowErrors, flowErrors } from "../evaluation/flow_check.ts";
import { gaugeSign } from "../evaluation/gauge.ts";
import { generatorName } from "../evaluation/generator_name.ts";
import {
  type GeneratorScores,
  generatorScores,
} from "../evaluation/generator_scores.ts";
import {
  type ParameterScores,
  parameterScores,
} from "../evaluation/parameter_scores.ts";
import {
  type ReconstructionErrors,
  reconstructionErrors,
} from "../evaluation/reconstruction.ts";
import { fieldOf, norm, projectField, unit } from "../lie/basis.ts";
import type { Prepared } from "./prepare.ts";

/** What a trained model says about held-out pairs, and how right it is. */
export interface Evaluation {
  /** Unit coefficients, the sign fixed towards the truth. */
  readonly alpha: Float64Array;
  /** Unit coefficients of the true generator. */
  readonly trueAlpha: Float64Array;
  /** Nearest known transformation, or `unnamed`. */
  readonly name: string;
  /**
   * What turns the parameter's unit into the model's own t: the norm of the
   * true field's coefficients, times the sign of the gauge.
   */
  readonly scale: number;
  /** t of every held-out pair, in the transformation's unit. */
  readonly t: {
    readonly truth: Float64Array;
    readonly network: Float64Array;
    readonly refined: Float64Array;
  };
  readonly generator: GeneratorScores;
  readonly network: ParameterScores;
  readonly refined: ParameterScores;
  readonly baselines: Baselines;
  readonly reconstruction: ReconstructionErrors;
  readonly flow: FlowErrors;
}

/** Scores a trained model on held-out pairs, against each pair's own t. */
export function evaluate({ spec, trainer, held }: Prepared): Evaluation {
  const { model, pixelFlow } = trainer;
  const { basis, transformation } = spec.experiment;
  const { pairs, truth } = held;
  const found = estimate(model, pixelFlow, pairs);
  const { coefficients } = projectField(transformation.field, basis);
  const sign = gaugeSign(found.alpha, coefficients);
  const scale = sign * norm(coefficients);
  const alpha = Float64Array.from(found.alpha, (a) => sign * a);
  const inUnit = (t: Float32Array) => Float64Array.from(t, (v) => v / scale);
  const t = {
    truth: truth.t,
    network: inUnit(found.network),
    refined: inUnit(found.refined),
  };
  // Along the estimated unit field, by the model's own t in the same gauge.
  const flowTimes = found.refined.map((v) => sign * v);
  return {
    alpha,
    trueAlpha: unit(coefficients),
    name: generatorName(basis, alpha),
    scale,
    t,
    generator: generatorScores(alpha, coefficients),
    network: parameterScores(t.network, truth.t),
    refined: parameterScores(t.refined, truth.t),
    baselines: baselines(truth.t),
    reconstruction: reconstructionErrors(model, pairs, found.network),
    flow: flowErrors(pairs, fieldOf(basis, alpha), flowTimes),
  };
}
