import type { Mode } from "../evaluation/modes.ts";
import type { Description } from "./describe.ts";
import type {
  Coefficient,
  Detection,
  MethodScore,
  Source,
} from "./detection.ts";
import type { Evidence, Verdict } from "./diagnose.ts";
import { isUsable } from "./found.ts";
import { type Powers, powersOf } from "./monomials.ts";

/** What generator.json holds. A number that is not finite is written as null. */
export interface Answer {
  readonly format: typeof ANSWER_FORMAT;
  readonly verdict: Verdict["kind"];
  readonly reason: string;
  /** The transformation in words; null where the verdict is that there is none. */
  readonly name: string | null;
  readonly source: Source;
  /** Name of the basis. */
  readonly basis: string;
  readonly terms: readonly AnswerTerm[];
  /** One a term. */
  readonly coefficients: readonly Coefficient[];
  /** What the fitted field is nearest to, whatever the verdict. */
  readonly description: Description;
  /** What x, y, t and the coefficients mean. */
  readonly conventions: typeof CONVENTIONS;
  readonly evidence: Evidence;
  readonly methods: readonly MethodScore[];
  readonly modes: readonly Mode[];
  /** Of the held-out pairs, one entry a pair. */
  readonly t: {
    /** Numbers of the pairs in the files, from 0. */
    readonly pairs: readonly number[];
    readonly values: readonly number[];
    /** Share of each pair's change that the flow explains. */
    readonly explained: readonly number[];
  };
}

/** One term of the basis. */
export interface AnswerTerm {
  readonly label: string;
  readonly component: "x" | "y";
  /** Exponents of x and y; null where the term is any other function. */
  readonly powers: Powers | null;
}

/** Changes where a file could be misread by an older reader. */
export const ANSWER_FORMAT = 1;

/** What the numbers of an answer mean. */
export const CONVENTIONS = {
  frame:
    "x and y count from the middle of an image in half-frames, halves of its longer side; x points right, y down; pixels are square",
  field:
    "the velocity at (x, y) is the sum of the coefficients times their terms; ∂x is a velocity along x, ∂y along y",
  flow:
    "phi_t(r) is where the field carries the point r within the time t, and xt(r) = x0(phi_{-t}(r)): the content moves along the field",
  normalisation:
    "the coefficients have Euclidean norm 1, the one of the largest magnitude is positive; t alone carries the scale, in units of this generator",
  intervals: "low and high are the ends of 95 % intervals",
} as const;

/** A detection as generator.json holds it: plain data, ready for JSON. */
export function answerOf(detection: Detection): Answer {
  const { source, basis, coefficients, description, verdict } = detection;
  const { evidence, held, modes, methods } = detection;
  return {
    format: ANSWER_FORMAT,
    verdict: verdict.kind,
    reason: verdict.reason,
    name: isUsable(detection) ? description.name : null,
    source: { ...source },
    basis: basis.name,
    terms: basis.terms.map((term) => ({
      label: term.label,
      component: term.component,
      powers: powersOf(term) ?? null,
    })),
    coefficients: coefficients.map((coefficient) => ({ ...coefficient })),
    description: { ...description },
    conventions: CONVENTIONS,
    evidence: { ...evidence },
    methods: methods.map((method) => ({ ...method })),
    modes: modes.map((mode) => ({ ...mode })),
    t: {
      pairs: Array.from(held.indices),
      values: Array.from(held.t),
      explained: Array.from(held.explained),
    },
  };
}
