import { BOUNDS } from "./bounds.ts";
import {
  areSeveral,
  type GeneratorEvidence,
  generatorFinding,
  generatorWords,
  isMixedOfSeveral,
  numberOfGenerators,
} from "./how_many.ts";

/**
 * Measures of a generator on the held-out pairs. Shares are of their change without
 * noise.
 */
export interface Evidence extends GeneratorEvidence {
  /** Share that the flow explains. */
  readonly explained: number;
  /** Share of the whole change that is noise. */
  readonly noise: number;
  /** Share that the flow explains if every x0 is paired with the xt of another pair. */
  readonly explainedByChance: number;
  /** Share that a gain and an offset per pair explain without a flow. */
  readonly explainedByBrightness: number;
  /**
   * The 10 % quantile of the gains from x0 to xt if a gain and an offset per pair are
   * eliminated, else 1. All shares except `explainedByBrightness` are then of the change
   * that these leave.
   */
  readonly gainLow: number;
  /** The 90 % quantile of these gains. */
  readonly gainHigh: number;
  /** Share that the better one of two generators per pair explains. */
  readonly explainedByTwo: number;
  /** Angle between these two generators, degrees. */
  readonly angleOfTwo: number;
  /** The change between x0 and xt, as a share of the images' variation. */
  readonly change: number;
  /** Standard deviation of t, divided by the largest |t|. */
  readonly spreadOfT: number;
  /** Share of the pairs that a second t matches about as well. */
  readonly ambiguousT: number;
  /** Largest half-width of an interval among the coefficients. */
  readonly uncertainty: number;
  /** Share of the starts that led to this generator, within 10 degrees. */
  readonly agreement: number;
}

/** Whether there is a generator. */
export interface Verdict {
  /** The verdict in one word. */
  readonly kind: "found" | "weak" | "none" | "not-identifiable";
  /** One sentence. */
  readonly reason: string;
}

/** A remarkable property of the pairs, whatever the verdict. */
export interface Finding {
  /** The kind of the finding, for programs. */
  readonly kind:
    | "wild-values"
    | "alike-images"
    | "ambiguous-t"
    | "brightness"
    | "static-layer"
    | "several-generators";
  /** One sentence or more. */
  readonly text: string;
}

const percent = (share: number): string =>
  `${(100 * Math.max(0, share)).toFixed(0)} %`;

/**
 * Whether the flow explains most of the change between images of different pairs, too.
 */
export const areAlike = ({ explainedByChance }: Evidence): boolean =>
  explainedByChance >= BOUNDS.alikeStrangers;

/**
 * Whether the flow relates the images of a pair no better than those of different pairs.
 */
function isChance(evidence: Evidence): boolean {
  const { explained, explainedByChance } = evidence;
  if (explained < BOUNDS.leastExplained) return true;
  return !areAlike(evidence) &&
    explained < BOUNDS.overStrangers * explainedByChance &&
    1 - explained > BOUNDS.leftOfStrangers * (1 - explainedByChance);
}

/** Whether the images hardly change, and a flow does not explain the change. */
const isNearlyUnchanged = ({ explained, change }: Evidence): boolean =>
  explained < BOUNDS.halfExplained && change < BOUNDS.leastChange;

/** Whether a change of brightness and contrast explains more than a flow. */
const isBrightness = (
  { explained, explainedByBrightness }: Evidence,
): boolean =>
  explainedByBrightness > BOUNDS.byBrightness &&
  explainedByBrightness > explained;

/** Whether one generator leaves so much of the change that several are fitted. */
export const isLeftByOne = (evidence: Evidence): boolean =>
  evidence.explained < BOUNDS.byOne && !isNearlyUnchanged(evidence) &&
  !isBrightness(evidence);

/** Whether a gain and an offset per pair were eliminated. */
export const hasGains = ({ gainLow, gainHigh }: Evidence): boolean =>
  gainLow !== 1 || gainHigh !== 1;

/** The findings that the evidence gives. */
export function findingsOf(evidence: Evidence): Finding[] {
  const { explainedByChance, ambiguousT, gainLow, gainHigh } = evidence;
  const findings: Finding[] = [];
  if (areSeveral(evidence)) {
    findings.push({
      kind: "several-generators",
      text: generatorFinding(evidence),
    });
  }
  if (isChance(evidence)) return findings;
  if (areAlike(evidence)) {
    findings.push({
      kind: "alike-images",
      text: `images of different pairs look alike: the flow explains ${
        percent(explainedByChance)
      } of the change between them as well, so they cannot show that partners belong together, and the verdict rests on the other evidence`,
    });
  }
  if (hasGains(evidence)) {
    findings.push({
      kind: "brightness",
      text: `brightness and contrast change, too: xt has ${
        gainLow.toFixed(2)
      } to ${
        gainHigh.toFixed(2)
      } times the contrast of x0 in the middle 80 % of the pairs; a gain and an offset of every pair are fitted along, and shares are of the change that these leave`,
    });
  }
  if (ambiguousT >= BOUNDS.ambiguous) {
    findings.push({
      kind: "ambiguous-t",
      text: `t is ambiguous: ${
        percent(ambiguousT)
      } of the held-out pairs match about as well at another t, as images do that repeat along the flow; the one that matches best is given`,
    });
  }
  return findings;
}

/** Derives the verdict from the evidence; the first reason that applies is given. */
export function verdictOf(evidence: Evidence): Verdict {
  const {
    explained,
    noise,
    explainedByChance,
    explainedByBrightness,
    explainedByTwo,
    change,
    spreadOfT,
  } = evidence;
  const flow = `the flow explains ${
    percent(explained)
  } of the change between the images of held-out pairs${
    noise < BOUNDS.someNoise
      ? ""
      : ` that is not noise (noise is ${percent(noise)} of it)`
  }`;
  if (isNearlyUnchanged(evidence)) {
    return {
      kind: "not-identifiable",
      reason: `the two images of a pair are nearly the same (the change is ${
        percent(change)
      } of their variation${
        noise < BOUNDS.someNoise ? "" : `, and noise is ${percent(noise)} of it`
      }): nothing moves, or the images are symmetric under what moves them`,
    };
  }
  if (isBrightness(evidence)) {
    return {
      kind: "none",
      reason:
        `the change is not geometric: another brightness and contrast explains ${
          percent(explainedByBrightness)
        } of it, a flow ${percent(explained)}`,
    };
  }
  if (areSeveral(evidence)) {
    const reason = generatorWords(evidence);
    const missed = missedBounds(evidence, evidence.explainedTogether);
    if (
      isMixedOfSeveral(evidence) &&
      numberOfGenerators(evidence)! > BOUNDS.mostMixed
    ) {
      missed.push(
        `mixtures of at most ${BOUNDS.mostMixed} generators are told apart`,
      );
    }
    return missed.length > 0
      ? { kind: "weak", reason: `${reason}, but ${missed.join(" and ")}` }
      : { kind: "found", reason };
  }
  if (isMixture(evidence)) {
    return {
      kind: "weak",
      reason: `several generators are mixed: one explains ${
        percent(explained)
      }, the better of two for each pair ${percent(explainedByTwo)}`,
    };
  }
  if (isChance(evidence)) {
    return {
      kind: "none",
      reason: `${flow}, and ${
        percent(explainedByChance)
      } of that between images of different pairs: the images of a pair are not related by one flow`,
    };
  }
  if (spreadOfT < BOUNDS.leastSpread) {
    return {
      kind: "not-identifiable",
      reason:
        `${flow}, but t is the same in all pairs: only the map from x0 to xt is known, not the group that it belongs to`,
    };
  }
  const missed = missedBounds(evidence, evidence.explained);
  return missed.length > 0
    ? { kind: "weak", reason: `${flow}, but ${missed.join(" and ")}` }
    : { kind: "found", reason: flow };
}

/**
 * Whether finite maps are tried: if the evidence is against a flow, or a flow explains
 * too little to be found.
 */
export const isMapLookedFor = (evidence: Evidence): boolean =>
  hasNoFlow(evidence) ||
  verdictOf(evidence).kind === "weak" &&
    evidence.explained < BOUNDS.wellExplained;

/**
 * Whether the evidence is against a flow, or for one map alone; false if the images
 * hardly change.
 */
export function hasNoFlow(evidence: Evidence): boolean {
  const { explained, change, spreadOfT } = evidence;
  switch (verdictOf(evidence).kind) {
    case "none":
      return true;
    case "weak":
      return isMixture(evidence);
    case "not-identifiable":
      return spreadOfT < BOUNDS.leastSpread &&
        (explained >= BOUNDS.halfExplained || change >= BOUNDS.leastChange);
    case "found":
      return false;
  }
}

/** Lists the bounds of a found generator that are not met, with the values. */
function missedBounds(
  { uncertainty }: Evidence,
  explained: number,
): string[] {
  const missed: string[] = [];
  const { wellExplained, mostUncertain } = BOUNDS;
  if (explained < wellExplained) {
    const points = 100 * (wellExplained - explained);
    missed.push(
      `at least ${
        percent(wellExplained)
      } is expected of a flow that is found (${
        points.toFixed(1)
      } percentage points are missing)`,
    );
  }
  if (!(uncertainty <= mostUncertain)) {
    missed.push(
      `the widest interval of a coefficient is ± ${
        uncertainty.toFixed(3)
      }, and at most ± ${mostUncertain} is expected (${
        (uncertainty / mostUncertain).toFixed(1)
      } times as wide)`,
    );
  }
  return missed;
}

/**
 * Whether two generators explain what one does not. The better one of two generators
 * also explains more of unrelated pairs, but less than half of their change. It also
 * leaves a little less noise, so the gain is compared with all that is left.
 */
function isMixture(
  { explained, noise, explainedByChance, explainedByTwo, angleOfTwo }: Evidence,
): boolean {
  const { moreOfTheRest, more, byTwo, overStrangers, leastAngle } = BOUNDS;
  const signal = 1 - noise;
  const gained = (explainedByTwo - explained) * signal;
  const left = (1 - explained) * signal + noise;
  return gained > moreOfTheRest * left + more &&
    explainedByTwo >= Math.max(byTwo, overStrangers * explainedByChance) &&
    angleOfTwo > leastAngle;
}
