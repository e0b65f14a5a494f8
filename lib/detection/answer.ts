import { deviation, mean, quantile } from "d3-array";
import { modesOf } from "../evaluation/modes.ts";
import {
  SEVERAL_CONVENTIONS,
  type SeveralEntries,
  severalEntries,
} from "./answer_several.ts";
import type { Description } from "./describe.ts";
import type { Detection, MethodScore, Source } from "./detection.ts";
import type { Evidence, Finding, Verdict } from "./diagnose.ts";
import type { FiniteMap } from "../matching/finite_map.ts";
import { isUsable } from "./found.ts";
import { LABEL_CONVENTIONS, type LabelTest } from "./label_test.ts";
import { type Powers, powersOf } from "../lie/monomials.ts";

/**
 * The content of generator.json. A number that is not finite is written as null. The
 * entries of several generators are absent if there is one generator. If they are
 * present, `generator` and `parameter` belong to the first one.
 */
export interface Answer extends Partial<SeveralEntries> {
  /** The name and the version of this format. */
  readonly format: typeof ANSWER_FORMAT;
  /** Whether there is a generator. */
  readonly verdict: Verdict["kind"];
  /** The reason of the verdict, one sentence. */
  readonly reason: string;
  /** The generator that was fitted. */
  readonly generator: {
    /** Name of the basis. */
    readonly basis: string;
    /** Labels of its terms. */
    readonly terms: readonly string[];
    /** The coefficients, one per term. */
    readonly estimated: readonly number[];
    /** Their 95 % intervals. */
    readonly intervals: readonly (readonly [low: number, high: number])[];
    /** The transformation in words; null if the verdict is that there is none. */
    readonly name: string | null;
  };
  /** The distribution of the t of the held-out pairs. */
  readonly parameter: {
    /** The distribution of the best network's t; null if no network was trained. */
    readonly network: Distributed | null;
    /** The distribution of the matched t. */
    readonly refined: Distributed;
  };
  /** Share of the change between the images of held-out pairs that the flow explains. */
  readonly explained: number;
  /** The files that the pairs come from. */
  readonly source: Source;
  /** The terms of the basis, in a form that `--basis` reads, too. */
  readonly basis: {
    readonly name: string;
    readonly terms: readonly AnswerTerm[];
  };
  /**
   * The known field that is nearest to the fitted one, whatever the verdict, and t in a
   * common unit.
   */
  readonly description: Description;
  /** The meaning of x, y, t and the coefficients. */
  readonly conventions:
    & typeof CONVENTIONS
    & Partial<typeof SEVERAL_CONVENTIONS & typeof LABEL_CONVENTIONS>;
  /** The measures that decide the verdict. */
  readonly evidence: Evidence;
  /** The finite map that relates the pairs; null or absent if there is none. */
  readonly finiteMap?: FiniteMap | null;
  /** Further properties of the pairs. */
  readonly findings: readonly Finding[];
  /** The scores of this answer and of other methods on the held-out pairs. */
  readonly methods: readonly MethodScore[];
  /**
   * Whether the symmetry keeps labels, one entry per generator; absent if no labels were
   * given.
   */
  readonly labels?: readonly LabelTest[];
  /** One entry per held-out pair. */
  readonly held: {
    /** Numbers of the pairs in the files, from 0. */
    readonly pairs: readonly number[];
    /** Their t, by the network and by the match. */
    readonly network: readonly number[];
    readonly refined: readonly number[];
    /** Share of each pair's change that the flow explains. */
    readonly explained: readonly number[];
  };
}

/** Statistics of a sample. */
export interface Distributed {
  /** Mean of the sample. */
  readonly mean: number;
  /** Standard deviation of the sample. */
  readonly std: number;
  /** Quantiles by their probability. */
  readonly quantiles: Readonly<Record<string, number>>;
  /** Positions of the peaks of its density, ascending. */
  readonly modes: readonly number[];
}

/** One term of the basis. */
export interface AnswerTerm {
  /** The term as text, for example `y ∂x`. */
  readonly label: string;
  /** The axis along which the term points. */
  readonly component: "x" | "y";
  /** Exponents of x and y; null if the term is any other function. */
  readonly powers: Powers | null;
}

/** Version of the format; it changes if an older reader could misread a file. */
export const ANSWER_FORMAT = 1;

/** Explanations of the numbers of an answer, for the file's reader. */
export const CONVENTIONS = {
  frame:
    "x and y count from the middle of an image in half-frames, halves of its longer side; x points right, y down; pixels are square",
  field:
    "the velocity at (x, y) is the sum of the coefficients times their terms; ∂x is a velocity along x, ∂y along y",
  flow:
    "phi_t(r) is where the field carries the point r within the time t, and xt(r) = x0(phi_{-t}(r)): the content moves along the field",
  normalisation:
    "the coefficients have Euclidean norm 1, the one of the largest magnitude is positive; t alone carries the scale, in units of this generator",
  parameter:
    "description.parameter, where there is one, is the quantity that people use in the place of t: rate * t if its form is linear, exp(rate * t) if it is exponential; an angle in degrees is positive clockwise, a shift in pixels along the named axis to the right, or down along y; the unit 1 is that of a ratio",
  intervals:
    "all of them together hold the truth in 95 of 100 cases; where there is no generator they are all that a unit vector can have",
} as const;

/** The probabilities of a distribution's quantiles in the file. */
const PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Converts a detection to the content of generator.json. */
export function answerOf(detection: Detection): Answer {
  const { source, basis, coefficients, description, verdict } = detection;
  const { evidence, finiteMap, findings, held, methods, several, labels } =
    detection;
  return {
    format: ANSWER_FORMAT,
    verdict: verdict.kind,
    reason: verdict.reason,
    generator: {
      basis: basis.name,
      terms: basis.terms.map(({ label }) => label),
      estimated: coefficients.map(({ value }) => value),
      intervals: coefficients.map(({ low, high }) => [low, high]),
      name: isUsable(detection) ? description.name : null,
    },
    parameter: {
      network: held.networkT.every(Number.isFinite)
        ? distributed(held.networkT)
        : null,
      refined: distributed(held.t),
    },
    explained: evidence.explained,
    source: { ...source },
    basis: {
      name: basis.name,
      terms: basis.terms.map((term) => ({
        label: term.label,
        component: term.component,
        powers: powersOf(term) ?? null,
      })),
    },
    description: { ...description },
    conventions: {
      ...CONVENTIONS,
      ...several && SEVERAL_CONVENTIONS,
      ...labels && LABEL_CONVENTIONS,
    },
    evidence: { ...evidence },
    finiteMap: finiteMap && { ...finiteMap },
    findings: findings.map((finding) => ({ ...finding })),
    methods: methods.map((method) => ({ ...method })),
    held: {
      pairs: Array.from(held.indices),
      network: Array.from(held.networkT),
      refined: Array.from(held.t),
      explained: Array.from(held.explained),
    },
    ...labels && { labels },
    ...several && severalEntries(several),
  };
}

function distributed(values: Float64Array): Distributed {
  const sorted = values.toSorted();
  return {
    mean: mean(sorted)!,
    std: deviation(sorted)!,
    quantiles: Object.fromEntries(
      PROBABILITIES.map((p) => [p, quantile(sorted, p)!]),
    ),
    modes: modesOf(sorted).map(({ position }) => position),
  };
}
