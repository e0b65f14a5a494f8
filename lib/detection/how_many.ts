import { BOUNDS } from "./bounds.ts";

/** Evidence for the number of generators, from one fitted field per pair. */
export interface GeneratorEvidence {
  /** Share of the held-out pairs that such a field matches; 0 if none was fitted. */
  readonly matchedByOwnFields: number;
  /**
   * Share of the change explained by the fields, without noise, that the best space of
   * 1, 2, 3, ... generators leaves. Empty if no fields were fitted, or if they match
   * fewer than half of the pairs.
   */
  readonly leftByGenerators: readonly number[];
  /**
   * Share of the held-out pairs' change, without noise, that the flows of several
   * generators together explain; 0 if several were not fitted.
   */
  readonly explainedTogether: number;
  /**
   * Share of the change explained by these that is left if each held-out pair is moved
   * by one generator alone; 1 if several were not fitted.
   */
  readonly leftByMixture: number;
}

/** The evidence if several generators were not fitted. */
export const NOT_LOOKED_FOR: GeneratorEvidence = {
  matchedByOwnFields: 0,
  leftByGenerators: [],
  explainedTogether: 0,
  leftByMixture: 1,
};

/**
 * Decides the number of generators: the last one explains most of what the ones before
 * it leave, and all of them leave almost nothing (see `BOUNDS`). Undefined if there is
 * no such number.
 */
export function numberOfGenerators(
  { leftByGenerators: left }: Pick<GeneratorEvidence, "leftByGenerators">,
): number | undefined {
  const { leftByAll, leftByLast, byLast } = BOUNDS;
  const last = left.findLastIndex((share, i) => {
    const before = i === 0 ? 1 : left[i - 1];
    return share <= Math.min(leftByAll, leftByLast * before) &&
      before - share >= byLast;
  });
  return last < 0 ? undefined : last + 1;
}

/** Whether more than one generator acts. */
export const areSeveral = (evidence: GeneratorEvidence): boolean =>
  (numberOfGenerators(evidence) ?? 0) > 1;

/** Whether each pair is moved by one of several generators alone. */
export const isMixedOfSeveral = (
  evidence: Pick<GeneratorEvidence, "leftByMixture">,
): boolean => evidence.leftByMixture <= BOUNDS.leftByMixture;

const NUMBERS = ["one", "two", "three", "four", "five", "six"];

/** The word for a number of generators. */
export const numberWord = (number: number): string => NUMBERS[number - 1];

/**
 * Describes the share of the change that several generators explain, and that fewer
 * leave.
 */
export function generatorWords(evidence: GeneratorEvidence): string {
  const { leftByGenerators: left, explainedTogether } = evidence;
  const number = numberOfGenerators(evidence)!;
  const shares = left.slice(0, number).map((share, i) =>
    `${numberWord(i + 1)}${i === 0 ? " leaves" : ""} ${shareWords(share)}`
  );
  return `the flows of ${numberWord(number)} generators${
    isMixedOfSeveral(evidence) ? ", one per pair," : " together"
  } explain ${
    shareWords(explainedTogether)
  } of the change between the images of held-out pairs; of what a field per pair explains, ${
    shares.join(", ")
  }`;
}

/** Describes the evidence for the number of generators. */
export function generatorFinding(evidence: GeneratorEvidence): string {
  const { matchedByOwnFields, leftByGenerators: left } = evidence;
  const number = numberOfGenerators(evidence)!;
  return `a field of its own matches ${
    shareWords(matchedByOwnFields)
  } of the held-out pairs, and all these fields are combinations of ${
    numberWord(number)
  }: of the change that they explain, the best 1 to ${left.length} leave ${
    left.map(shareWords).join(", ")
  }`;
}

const shareWords = (share: number): string =>
  `${(100 * share).toFixed(share < 0.0095 ? 1 : 0)} %`;
