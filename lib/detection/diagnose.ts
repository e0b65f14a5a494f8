/** What the held-out pairs say about a generator, all shares of their change. */
export interface Evidence {
  /** Explained by the flow. */
  readonly explained: number;
  /** Explained where every x0 has the xt of another pair. */
  readonly explainedByChance: number;
  /** Explained by a gain and an offset of every pair instead. */
  readonly explainedByBrightness: number;
  /** Explained by the better of two generators. */
  readonly explainedByTwo: number;
  /** Angle between the two, degrees. */
  readonly angleOfTwo: number;
  /** The change itself, as a share of the images' own variation. */
  readonly change: number;
  /** Standard deviation of t over its largest magnitude. */
  readonly spreadOfT: number;
  /** Largest half-width of an interval among the coefficients. */
  readonly uncertainty: number;
  /** Share of the seeds whose networks led to this generator, within 3 degrees. */
  readonly agreement: number;
}

/** Whether there is a generator. */
export interface Verdict {
  readonly kind: "found" | "weak" | "none" | "not-identifiable";
  /** One sentence. */
  readonly reason: string;
}

const percent = (share: number): string =>
  `${(100 * Math.max(0, share)).toFixed(0)} %`;

/** Judges the evidence; the first of these that is true is said. */
export function verdictOf(evidence: Evidence): Verdict {
  const {
    explained,
    explainedByChance,
    explainedByBrightness,
    explainedByTwo,
    change,
    spreadOfT,
    uncertainty,
  } = evidence;
  const flow = `the flow explains ${
    percent(explained)
  } of the change between the images of held-out pairs`;
  if (explained < 0.5 && change < 0.03) {
    return {
      kind: "not-identifiable",
      reason: `the two images of a pair are nearly the same (the change is ${
        percent(change)
      } of their variation): nothing moves, or the images are symmetric under what moves them`,
    };
  }
  if (explainedByBrightness > 0.5 && explainedByBrightness > explained) {
    return {
      kind: "none",
      reason:
        `the change is not geometric: another brightness and contrast explains ${
          percent(explainedByBrightness)
        } of it, a flow ${percent(explained)}`,
    };
  }
  if (isMixture(evidence)) {
    return {
      kind: "weak",
      reason: `several generators are mixed: one explains ${
        percent(explained)
      }, the better of two for each pair ${percent(explainedByTwo)}`,
    };
  }
  if (explained < 0.2 || explained < 2 * explainedByChance) {
    return {
      kind: "none",
      reason: `${flow}, and ${
        percent(explainedByChance)
      } of that between images of different pairs: the images of a pair are not related by one flow`,
    };
  }
  if (spreadOfT < 0.02) {
    return {
      kind: "not-identifiable",
      reason:
        `${flow}, but t is the same in all pairs: only the map from x0 to xt is known, not the group that it belongs to`,
    };
  }
  if (explained < 0.6 || uncertainty > 0.1) {
    return { kind: "weak", reason: `${flow}` };
  }
  return { kind: "found", reason: flow };
}

/**
 * Whether two generators explain what one does not. Of unrelated pairs two do so
 * better than one, too, but never half of their change.
 */
function isMixture(
  { explained, explainedByChance, explainedByTwo, angleOfTwo }: Evidence,
): boolean {
  return explainedByTwo - explained > 0.15 * (1 - explained) + 0.05 &&
    explainedByTwo >= Math.max(0.5, 2 * explainedByChance) && angleOfTwo > 20;
}
