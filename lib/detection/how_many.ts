import type { Basis } from "../lie/basis.ts";
import type { MovablePairs } from "../matching/movable.ts";
import { spacesLeft } from "../matching/several_generators.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { BOUNDS } from "./bounds.ts";

/** Evidence for the number of generators, from a field of its own for every pair. */
export interface GeneratorEvidence {
  /** Share of the held-out pairs that such a field matches; 0 where none was fitted. */
  readonly matchedByOwnFields: number;
  /**
   * Share of the change of these pairs, without noise, that the best space of 1, 2,
   * 3, ... generators leaves of what the fields explain. Empty where none was fitted,
   * and where they match fewer than half of the pairs.
   */
  readonly leftByGenerators: readonly number[];
}

/** The evidence where several generators were not looked for. */
export const NOT_LOOKED_FOR: GeneratorEvidence = {
  matchedByOwnFields: 0,
  leftByGenerators: [],
};

/**
 * Gathers the evidence for the number of generators.
 *
 * @param fitted Pairs that spaces of generators are fitted to.
 * @param held Pairs that judge them.
 */
export function* generatorEvidence(
  fitted: MovablePairs,
  held: MovablePairs,
  basis: Basis,
): Pausable<GeneratorEvidence> {
  const { matched, left } = yield* spacesLeft(fitted, held, basis);
  return { matchedByOwnFields: matched, leftByGenerators: left };
}

/**
 * The number of generators: that of the last one that takes most of what the ones
 * before it leave, where all of them leave next to nothing. Undefined where there is
 * no such number.
 */
export function numberOfGenerators(
  { leftByGenerators: left }: GeneratorEvidence,
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

const NUMBERS = ["one", "two", "three", "four", "five", "six"];

/** The number of generators, and what fewer of them leave, as a sentence. */
export function generatorWords(
  evidence: GeneratorEvidence,
  areMixed: boolean,
): string {
  const { leftByGenerators: left } = evidence;
  const number = numberOfGenerators(evidence)!;
  const shares = left.slice(0, number).map((share, i) =>
    `${NUMBERS[i]}${i === 0 ? " leaves" : ""} ${shareWords(share)}`
  );
  return `${NUMBERS[number - 1]} generators ${
    areMixed ? "are mixed, and each pair is moved by one of them" : "act"
  }: of the change that a field per held-out pair explains, ${
    shares.join(", ")
  }`;
}

/** How that number was found, as a sentence. */
export function generatorFinding(evidence: GeneratorEvidence): string {
  const { matchedByOwnFields, leftByGenerators: left } = evidence;
  const number = numberOfGenerators(evidence)!;
  return `a field of its own matches ${
    shareWords(matchedByOwnFields)
  } of the held-out pairs, and all these fields are combinations of ${
    NUMBERS[number - 1]
  }: of the change that they explain, the best 1 to ${left.length} leave ${
    left.map(shareWords).join(", ")
  }`;
}

const shareWords = (share: number): string =>
  `${(100 * share).toFixed(share < 0.0095 ? 1 : 0)} %`;
