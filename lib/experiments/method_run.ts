import { encodeNpy } from "../datasets/npy.ts";
import { baselines } from "../evaluation/baselines.ts";
import { errorByT } from "../evaluation/error_by_t.ts";
import { flowErrors } from "../evaluation/flow_check.ts";
import { gaugeSign, UNIT_TIME, unitScale } from "../lie/gauge.ts";
import { generatorName } from "../evaluation/generator_name.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";
import { modesOf } from "../evaluation/modes.ts";
import { parameterScores } from "../evaluation/parameter_scores.ts";
import { unit } from "../lie/basis.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { trueCoefficients } from "./catalogue.ts";
import { LEAST_EXPLAINED, NO_GENERATOR } from "./evaluate.ts";
import { type MethodAnswer, methodAnswer, type MethodName } from "./methods.ts";
import { type Metrics, namesOf, runFacts } from "./metrics.ts";
import { type Prepared, splitPairs } from "./prepare.ts";
import type { RunSpec } from "./run_spec.ts";
import type { LoadOptions } from "../datasets/load_options.ts";
import { MEMORY, memoryJson } from "./memory_file.ts";
import { writeFiles } from "./write_run.ts";

/** A run that trains no network; its preset is a method. */
export type MethodSpec = Omit<RunSpec, "preset"> & {
  readonly preset: MethodName;
};

/** The metrics.json of such a run, without the entries of a network. */
export type MethodMetrics =
  & Omit<Metrics, "model" | "reconstruction" | "training">
  & {
    readonly training: {
      readonly pairsSeen: number;
      readonly seconds: number;
    };
  };

/**
 * Runs a method and writes its folder, completely or not at all: metrics.json,
 * memory.json, and the t of every held-out pair as .npy.
 *
 * @throws UserError if the data cannot be loaded, or the folder cannot be written.
 * @throws the signal's reason, if the run is aborted
 */
export async function runMethod(
  spec: MethodSpec,
  folder: string,
  runtime: Runtime,
  options: LoadOptions,
): Promise<MethodMetrics> {
  const { pairs } = await splitPairs(spec, "train", options);
  const held = await splitPairs(spec, "test", options);
  const { preset, experiment, seed } = spec;
  const begun = performance.now();
  const answer = await methodAnswer(
    preset,
    pairs,
    held.pairs,
    experiment.basis,
    seed,
    options.signal,
  );
  const seconds = (performance.now() - begun) / 1000;
  const { metrics, t } = scored(spec, held, answer, { runtime, seconds });
  await writeFiles(folder, [
    ["metrics.json", JSON.stringify(metrics, null, 2) + "\n"],
    [MEMORY, memoryJson()],
    ["t_refined.npy", encodeNpy({ shape: [t.length], values: t })],
  ]);
  return metrics;
}

function scored(
  spec: MethodSpec,
  { pairs, truth }: Prepared["held"],
  found: MethodAnswer,
  { runtime, seconds }: {
    readonly runtime: Runtime;
    readonly seconds: number;
  },
): { readonly metrics: MethodMetrics; readonly t: Float64Array } {
  const { experiment } = spec;
  const { basis, distribution, transformation } = experiment;
  const coefficients = trueCoefficients(experiment);
  const sign = gaugeSign(found.alpha, coefficients);
  const scale = unitScale(found.alpha, coefficients);
  const alpha = found.alpha.map((a) => sign * a);
  const t = found.t.map((value) => value / scale);
  const flow = flowErrors(
    pairs,
    basis,
    alpha,
    found.t.map((value) => sign * value),
  );
  const scores = coefficients && generatorScores(alpha, coefficients);
  const metrics = {
    ...runFacts(namesOf(experiment), spec, runtime),
    generator: {
      basis: basis.name,
      terms: basis.terms.map(({ label }) => label),
      estimated: Array.from(alpha),
      true: coefficients === undefined ? null : Array.from(unit(coefficients)),
      absoluteCosine: scores?.absoluteCosine ?? null,
      angleDegrees: scores?.angleDegrees ?? null,
      name: flow.explained < LEAST_EXPLAINED
        ? NO_GENERATOR
        : generatorName(basis, alpha),
    },
    parameter: {
      unit: truth === undefined ? UNIT_TIME : transformation.unit,
      pairs: pairs.count,
      network: null,
      refined: truth === undefined
        ? null
        : parameterScores(t, truth.t, transformation.period),
      baselines: truth === undefined ? null : baselines(truth.t),
      errorByT: truth === undefined
        ? null
        : errorByT(truth.t, { refined: t }, distribution.support),
      modes: {
        true: truth === undefined ? null : distribution.modes,
        network: [],
        refined: modesOf(t).map(({ position }) => position),
      },
    },
    flow,
    training: { pairsSeen: found.fitted, seconds },
  };
  return { metrics, t };
}
