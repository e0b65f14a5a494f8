import { makePairs } from "../../datasets/pairs.ts";
import type { ImageSet } from "../../datasets/types.ts";
import { norm, projectField, unit } from "../../lie/basis.ts";
import { linearPeriod } from "../../matching/period.ts";
import type { Distribution } from "../../random/distributions.ts";
import { randomStream } from "../../random/streams.ts";
import type { Transformation } from "../../flow/transformations.ts";
import { methodAnswer } from "../methods.ts";
import type { ConstraintExperiment } from "./constraint_catalogue.ts";

/** The possible sources of a flow. */
export const flowSources = ["found", "true", "wrong"] as const;
/** The source of a flow: detected, the true one, or a wrong one. */
export type FlowSource = typeof flowSources[number];

/** A flow that classifiers are made from. */
export interface UsedFlow {
  readonly source: FlowSource;
  /** Coefficients of the field, of norm 1. */
  readonly alpha: Float64Array;
  /** t of the pairs, in the unit generator's time; motions are drawn from these. */
  readonly times: Float64Array;
  /**
   * The least t > 0 at which the flow is the identity, if the pairs' t cover that
   * period.
   */
  readonly period?: number;
}

/** The t cover a period if their range is at least this share of it. */
const COVERED = 0.9;

/**
 * Makes the flow from one of three sources: found by registration from unlabelled pairs,
 * the true one, or one that is unrelated to the pairs.
 *
 * @param images Unlabelled images that the pairs are made from.
 * @param signal Aborts the registration.
 */
export async function usedFlow(
  source: FlowSource,
  experiment: ConstraintExperiment,
  images: ImageSet,
  seed: number,
  signal?: AbortSignal,
): Promise<UsedFlow> {
  const { basis, transformation, distribution, wrong } = experiment;
  if (source !== "found") {
    const given = source === "true" ? { transformation, distribution } : wrong;
    return knownFlow(source, experiment, given, images.count, seed);
  }
  const stream = randomStream(seed, "constraint", "pairs");
  const { pairs } = makePairs(images, transformation, distribution, stream);
  const { alpha, t } = await methodAnswer(
    "registration",
    pairs,
    pairs,
    basis,
    seed,
    signal,
  );
  return flowOfTimes(source, experiment, alpha, t);
}

function knownFlow(
  source: FlowSource,
  experiment: ConstraintExperiment,
  { transformation, distribution }: {
    readonly transformation: Transformation;
    readonly distribution: Distribution;
  },
  count: number,
  seed: number,
): UsedFlow {
  const { coefficients } = projectField(
    transformation.field,
    experiment.basis,
  );
  const stream = randomStream(seed, "constraint", "times", source);
  const scale = norm(coefficients);
  const times = Float64Array.from(
    { length: count },
    () => scale * distribution.sample(stream),
  );
  return flowOfTimes(source, experiment, unit(coefficients), times);
}

/** Makes a flow from known coefficients and times. */
export function flowOfTimes(
  source: FlowSource,
  { basis }: Pick<ConstraintExperiment, "basis">,
  alpha: Float64Array,
  times: Float64Array,
): UsedFlow {
  const period = linearPeriod(basis, alpha);
  const [low, high] = windowOf(times);
  const isCovered = period !== undefined && high - low >= COVERED * period;
  return { source, alpha, times, ...isCovered ? { period } : {} };
}

/** The share of t in each tail that is outside of the window. */
const TAIL = 0.02;

/**
 * The range of the pairs' t without tails, from one t of a pair to another.
 * `learnedWindow` of lib/constraint, for a detection, interpolates between the t of the
 * pairs that the flow explains.
 */
export function windowOf(times: Float64Array): [low: number, high: number] {
  const sorted = times.toSorted();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  return [at(TAIL), at(1 - TAIL)];
}
