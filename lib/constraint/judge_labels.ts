import type {
  AccuracyAtReach,
  Confusion,
  LabelTest,
  LabelVerdict,
} from "../detection/label_test.ts";
import {
  LABEL_BOUNDS,
  type LabelState,
  stateOfAll,
  stateOfPair,
} from "./label_bounds.ts";

/** The measured curve, and the words for a reach. */
export interface JudgedCurve extends Omit<LabelTest, "verdict"> {
  /** Share of the largest class. */
  readonly guessed: number;
  /** Pairs of classes with fewer images than `LABEL_BOUNDS.confusionImages`. */
  readonly small: number;
  /** For example "t = 1.85 (75 degrees)". */
  readonly inWords: (reach: number) => string;
}

/**
 * The verdict on a curve: use the symmetry up to the last reach before the first one at
 * which labels are lost, or at which the labels are too few to tell. Both the labels of
 * all classes together and those of each two classes must be kept.
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
  const first = moved.findIndex((at) => stateAt(at) !== "kept");
  if (first < 0) {
    const last = moved.at(-1)!;
    return {
      kind: "use",
      upTo: last.reach,
      reason: `the symmetry keeps the label: ${
        accuracies(last, unmoved, inWords)
      }, and the pairs are moved no further${tooSmall(judged)}`,
    };
  }
  const end = moved[first];
  const isLost = stateAt(end) === "lost";
  const why = isLost ? loss(end, unmoved, inWords) : tooFew(end, judged);
  if (first > 0) {
    const upTo = moved[first - 1].reach;
    return {
      kind: "use-up-to",
      upTo,
      reason: `the symmetry keeps the label up to ${inWords(upTo)}: ${why}`,
    };
  }
  return isLost
    ? {
      kind: "do-not",
      reason: `the symmetry does not keep the label: ${why}`,
    }
    : { kind: "unknown", reason: why };
}

/** The worse of the states of all labels and of the two classes confused worst. */
function stateAt(at: AccuracyAtReach): LabelState {
  const states = [stateOfAll(at), at.confused && stateOfPair(at.confused)];
  if (states.includes("lost")) return "lost";
  return states.includes("unsure") ? "unsure" : "kept";
}

type Words = JudgedCurve["inWords"];

const movedBy = (reach: number, inWords: Words): string =>
  `moved by up to ${inWords(reach)} either way`;

const accuracies = (
  { accuracy, reach }: AccuracyAtReach,
  unmoved: AccuracyAtReach,
  inWords: Words,
): string =>
  `${movedBy(reach, inWords)}, ${
    percent(accuracy)
  } of the images get their label from similar ones, unmoved ${
    percent(unmoved.accuracy)
  }`;

function loss(
  at: AccuracyAtReach,
  unmoved: AccuracyAtReach,
  inWords: Words,
): string {
  const { confused } = at;
  if (stateOfAll(at) === "lost") {
    const most = confused ? `; most of all, ${confusion(confused)}` : "";
    return `${accuracies(at, unmoved, inWords)}${most}`;
  }
  return `${movedBy(at.reach, inWords)}, ${confusion(confused!)}`;
}

const confusion = ({ labels, share, rise }: Confusion): string =>
  `${percent(share)} of the labels ${
    labels.join(" and ")
  } are taken for each other, unmoved ${percent(share - rise)}`;

function tooFew(
  at: AccuracyAtReach,
  { tested, inWords }: Pick<JudgedCurve, "tested" | "inWords">,
): string {
  const { reach, low, high, confused } = at;
  const range = (one: number, other: number) =>
    `${percent(Math.max(one, 0))} to ${percent(other)}`;
  return stateOfAll(at) === "unsure"
    ? `at ${
      inWords(reach)
    } the labels are too few to tell, for of ${tested} tested images ${
      range(low, high)
    } fewer get their label than unmoved`
    : `at ${inWords(reach)} the labels ${
      confused!.labels.join(" and ")
    } are too few to tell, for of their ${confused!.images} tested images ${
      range(confused!.low, confused!.high)
    } more are taken for the other label than unmoved`;
}

/** A remark on classes with too few images to see that they are confused. */
const tooSmall = ({ small, classes }: JudgedCurve): string =>
  small === 0
    ? ""
    : `; ${small} of ${
      classes * (classes - 1) / 2
    } pairs of labels have fewer than ${LABEL_BOUNDS.confusionImages} images, too few to rule out that they are taken for each other`;

const percent = (share: number): string => `${Math.round(100 * share)} %`;
