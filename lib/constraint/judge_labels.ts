import { max } from "d3-array";
import type {
  AccuracyAtReach,
  LabelTest,
  LabelVerdict,
} from "../detection/label_test.ts";

/**
 * Bounds of the verdict, measured on MNIST with 100 to 1,000 labels: see
 * docs/constraint.md.
 */
export const LABEL_BOUNDS = {
  /** A symmetry that keeps the label may cost this share of all labels. */
  fall: 0.03,
  /** More than this must be ruled out, or the labels are too few. */
  possibleFall: 0.08,
  /** Standard errors by which labels must be told better than by guessing. */
  guessing: 3,
} as const;

/** The measured curve, and the words for a reach. */
export interface JudgedCurve extends Omit<LabelTest, "verdict"> {
  /** Share of the largest class. */
  readonly guessed: number;
  /** For example "t = 1.85 (75 degrees)". */
  readonly inWords: (reach: number) => string;
}

/**
 * The verdict on a curve: use the symmetry up to the last reach before the first one at
 * which labels are lost, or at which the labels are too few to tell.
 */
export function judgeLabels(judged: JudgedCurve): LabelVerdict {
  const { curve, tested, guessed, inWords } = judged;
  const [unmoved, ...moved] = curve;
  const error = Math.sqrt(guessed * (1 - guessed) / tested);
  if (!(unmoved.accuracy > guessed + LABEL_BOUNDS.guessing * error)) {
    return {
      kind: "unknown",
      reason: `nothing can be told: of ${tested} images as they are, ${
        percent(unmoved.accuracy)
      } get their label from similar ones, and ${
        percent(guessed)
      } by guessing the most frequent label`,
    };
  }
  const first = moved.findIndex((at) => !isKept(at));
  const best = max(moved, ({ reach }) => reach)!;
  if (first < 0) {
    return {
      kind: "use",
      upTo: best,
      reason: `the symmetry keeps the label: ${
        told(moved.at(-1)!, unmoved, inWords)
      }, and the pairs are moved no further`,
    };
  }
  const kept = first === 0 ? undefined : moved[first - 1].reach;
  const end = moved[first];
  if (kept === undefined) {
    return isLost(end)
      ? {
        kind: "do-not",
        reason: `the symmetry does not keep the label: ${
          told(end, unmoved, inWords)
        }${confusion(end)}`,
      }
      : { kind: "unknown", reason: tooFew(end, tested, inWords) };
  }
  return {
    kind: "use-up-to",
    upTo: kept,
    reason: `the symmetry keeps the label up to ${inWords(kept)}: ${
      isLost(end)
        ? `${told(end, unmoved, inWords)}${confusion(end)}`
        : tooFew(end, tested, inWords)
    }`,
  };
}

const isKept = ({ fall, high }: AccuracyAtReach): boolean =>
  fall <= LABEL_BOUNDS.fall && high <= LABEL_BOUNDS.possibleFall;

const isLost = ({ fall, low }: AccuracyAtReach): boolean =>
  fall > LABEL_BOUNDS.fall && low > 0;

const told = (
  { accuracy, reach }: AccuracyAtReach,
  unmoved: AccuracyAtReach,
  inWords: (reach: number) => string,
): string =>
  `moved by up to ${inWords(reach)} either way, ${
    percent(accuracy)
  } of the images get their label from similar ones, unmoved ${
    percent(unmoved.accuracy)
  }`;

const confusion = ({ confused }: AccuracyAtReach): string =>
  confused === undefined
    ? ""
    : `; most of all, ${percent(confused.share)} of the labels ${
      confused.labels.join(" and ")
    } are taken for each other`;

const tooFew = (
  { reach, low, high }: AccuracyAtReach,
  tested: number,
  inWords: (reach: number) => string,
): string =>
  `at ${
    inWords(reach)
  } the labels are too few to tell, for of ${tested} tested images ${
    percent(Math.max(low, 0))
  } to ${percent(high)} fewer get their label than unmoved`;

const percent = (share: number): string => `${Math.round(100 * share)} %`;
