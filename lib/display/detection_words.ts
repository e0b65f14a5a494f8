import type { Detection } from "../detection/detection.ts";
import { hasGains, type Verdict } from "../detection/diagnose.ts";
import { isUsable } from "../detection/found.ts";
import { modesInWords, unitInWords } from "../figures/t_words.ts";
import {
  type CoefficientWords,
  coefficientWords,
} from "./coefficient_words.ts";
import { formatSeconds, formatValue } from "./format_value.ts";
import { labelWords } from "./label_words.ts";
import { quantilesInWords } from "./quantile_words.ts";
import { fixed } from "./report_table.ts";
import {
  severalNear,
  type SeveralWords,
  severalWords,
} from "./several_words.ts";

/** The texts about a detection, for a terminal and a page. */
export interface DetectionWords {
  /** The verdict as a headline, for example "Found: rotation about (0, 0)". */
  readonly headline: string;
  /** The reason of the verdict, one sentence. */
  readonly reason: string;
  /** Further properties of the pairs, one sentence or more each. */
  readonly findings: readonly string[];
  /**
   * The known field that is near to the fitted one, or a note that this is not usable.
   */
  readonly description: string;
  /** The files, and the number and size of their pairs. */
  readonly source: string;
  /** Decisions made when the files were read. */
  readonly notes: readonly string[];
  /** The modes of the distribution of t. */
  readonly t: string;
  /** t = 1 in a common unit; undefined if there is none. */
  readonly unitOfT: string | undefined;
  readonly coefficients: readonly CoefficientWords[];
  /** Whether the symmetry keeps labels, one paragraph per generator. */
  readonly labels: readonly string[];
  /** Several generators; undefined for one. */
  readonly several: SeveralWords | undefined;
  readonly evidence: readonly EvidenceWords[];
  readonly methods: readonly MethodWords[];
}

export interface EvidenceWords {
  readonly name: string;
  readonly value: string;
  /** The meaning of the number. */
  readonly meaning: string;
}

export interface MethodWords {
  readonly method: string;
  readonly explained: string;
  readonly angle: string;
  readonly time: string;
}

/** Explanations of x, y, t and the coefficients. */
export const UNITS: readonly string[] = [
  "x and y are measured from the middle of an image in half-frames, halves of its longer side: x points right, y down. The longer side is from −1 to 1.",
  "The velocity at (x, y) is the sum of the coefficients times their terms; ∂x is a velocity along x, ∂y along y. xt is x0 with its content moved along that field for the time t.",
  "The coefficients have norm 1, so t alone is the length of the motion, in units of this generator. A rotation by the angle a about the middle has t = 1.414 a, a translation by s half-frames t = s.",
  "Angles, those of axes too, are positive from x to y, which is clockwise. A shift along an axis is positive to the right, or down along y. A factor is the new length divided by the old one. A shear factor is the displacement of a point divided by its distance from the fixed line, which is positive below the line, or to the right of a steep one.",
  "Changing the signs of the generator and of t gives the same motion; the signs are chosen so that the largest coefficient is positive, or the last one of several that are about as large.",
];

const HEADLINES: Readonly<Record<Verdict["kind"], string>> = {
  "found": "Found",
  "weak": "Weak",
  "none": "No common generator",
  "not-identifiable": "Not identifiable",
};

/** Makes the headline of a verdict. */
export const headlineOf = (
  { verdict, description }: Pick<Detection, "verdict" | "description">,
): string =>
  !isUsable({ verdict })
    ? HEADLINES[verdict.kind]
    : description.generators === undefined
    ? `${HEADLINES[verdict.kind]}: ${description.name}`
    : `${HEADLINES[verdict.kind]}, ${description.name}`;

/** Makes all texts about a detection. */
export function detectionWords(detection: Detection): DetectionWords {
  const { verdict, description, source, held, modes } = detection;
  const near = detection.several !== undefined
    ? severalNear(detection.several)
    : description.share > 0
    ? `${description.name}; the angle between its field and the fitted one is ${
      fixed(description.angleDegrees, 1)
    } degrees`
    : "the field is not near to a known transformation";
  const usable = isUsable(detection);
  const decimals = decimalsOf(detection.evidence.uncertainty);
  const parameter = usable ? description.parameter : undefined;
  const { height, width, channels } = source;
  return {
    headline: headlineOf(detection),
    reason: sentence(verdict.reason),
    findings: detection.findings.map(({ text }) => sentence(text)),
    description: sentence(
      usable
        ? near
        : `The fitted field is not a usable generator; it is shown below for inspection only`,
    ),
    source: `${source.name}: ${formatValue(source.used)} of ${
      formatValue(source.count)
    } pairs, ${
      formatValue(held.t.length)
    } of them held out; images of ${height} × ${width} pixels${
      channels === 1 ? "" : `, ${channels} channels`
    }`,
    notes: source.notes ?? [],
    t: `t${
      detection.several === undefined ? "" : " of the first generator,"
    } of ${formatValue(held.t.length)} held-out pairs: ${
      modesInWords(modes.map(({ position }) => position), parameter)
    }; ${quantilesInWords(held.t, parameter)}.`,
    unitOfT: parameter && unitInWords(parameter),
    coefficients: coefficientWords(detection.coefficients, decimals),
    labels: labelWords(detection),
    several: detection.several &&
      severalWords(detection.several, decimals),
    evidence: evidenceWords(detection),
    methods: detection.methods.map((score) => ({
      method: score.method,
      explained: percent(score.explained),
      angle: score.angleDegrees === null
        ? "–"
        : `${fixed(score.angleDegrees, 1)}°`,
      time: score.seconds < 0.5 ? "–" : formatSeconds(score.seconds),
    })),
  };
}

function evidenceWords(
  { evidence, verdict, finiteMap }: Detection,
): EvidenceWords[] {
  const {
    explained,
    explainedByChance,
    explainedByBrightness,
    noise,
    gainLow,
    gainHigh,
    explainedByTwo,
    angleOfTwo,
    change,
    spreadOfT,
    ambiguousT,
    uncertainty,
    agreement,
    matchedByOwnFields,
    leftByGenerators,
    explainedTogether,
    leftByMixture,
  } = evidence;
  return [
    {
      name: explainedTogether === 0
        ? "explained by the flow"
        : "explained by the best one alone",
      value: percent(explained),
      meaning:
        "share of the change between the images of held-out pairs, without noise",
    },
    {
      name: "noise",
      value: percent(noise),
      meaning: "share of the whole change that is noise, by its finest detail",
    },
    {
      name: "by chance",
      value: percent(explainedByChance),
      meaning:
        "share explained if every x0 is paired with the xt of another pair",
    },
    {
      name: "by brightness",
      value: percent(explainedByBrightness),
      meaning:
        "share explained by a change of brightness and contrast per pair",
    },
    ...hasGains(evidence)
      ? [{
        name: "gains",
        value: `${fixed(gainLow, 2)} to ${fixed(gainHigh, 2)}`,
        meaning:
          "range of the central 80 % of the pairs; all other shares are of the change that gains and offsets leave",
      }]
      : [],
    {
      name: "by the better of two generators",
      value: percent(explainedByTwo),
      meaning: angleOfTwo === 0
        ? "none was fitted, because one explains nearly all"
        : `${
          fixed(angleOfTwo, 0)
        }° apart; much more than by one if different ones move different pairs`,
    },
    ...matchedByOwnFields === 0 ? [] : [{
      name: "matched by a field per pair",
      value: percent(matchedByOwnFields),
      meaning:
        "share of the held-out pairs that match under one field per pair",
    }],
    ...leftByGenerators.length === 0 ? [] : [{
      name: `left by 1 to ${leftByGenerators.length} generators`,
      value: leftByGenerators.map((share) => percent(share, 1)).join(", "),
      meaning:
        "of the change that one field per pair explains; almost 0 for the right number",
    }],
    ...explainedTogether === 0 ? [] : [
      {
        name: "explained by all of them",
        value: percent(explainedTogether),
        meaning: "share explained by the flows of several generators together",
      },
      {
        name: "left by one per pair",
        value: percent(leftByMixture, 1),
        meaning:
          "of what all of them explain; almost 0 if each pair is moved by one alone",
      },
    ],
    ...finiteMap === null ? [] : [{
      name: "by a map that is not a flow",
      value: percent(finiteMap.explained),
      meaning: finiteMap.kind === "order"
        ? "share of the difference of blurred images that the other order saves"
        : `if ${finiteMap.statement}`,
    }],
    {
      name: "change",
      value: percent(change, 1),
      meaning:
        "as a share of the images' variation; if it is small, nothing moves",
    },
    {
      name: "spread of t",
      value: fixed(spreadOfT, 3),
      meaning:
        "standard deviation divided by the largest |t|; if it is 0, only one map is known",
    },
    {
      name: "ambiguous t",
      value: percent(ambiguousT),
      meaning:
        "share of the held-out pairs that a second t matches about as well",
    },
    {
      name: "uncertainty",
      value: isUsable({ verdict })
        ? `± ${fixed(uncertainty, decimalsOf(uncertainty))}`
        : "–",
      meaning: "half of the widest 95 % interval of a coefficient",
    },
    {
      name: "starts that agree",
      value: percent(agreement),
      meaning:
        "share of the fits from different starts that end within 10 degrees of the answer",
    },
  ];
}

/** Limits of the number of decimals of a coefficient. */
const FEWEST = 4, MOST = 8;

/** Computes the number of decimals that show two digits of an uncertainty. */
function decimalsOf(uncertainty: number): number {
  const first = uncertainty > 0 ? -Math.floor(Math.log10(uncertainty)) : MOST;
  return Math.min(Math.max(first + 1, FEWEST), MOST);
}

/** Formats a share: "95 %", or "< −100 %" if it is far below 0. */
function percent(share: number, decimals = 0): string {
  if (share < -1) return "< −100 %";
  const text = fixed(100 * share, decimals);
  return text === "–" ? text : `${text.replace(/^−(0(\.0+)?)$/, "$1")} %`;
}

/**
 * Makes a sentence of a text, with a capital at its beginning and a full stop at its
 * end.
 */
export function sentence(text: string): string {
  const [first = "", ...rest] = text;
  const whole = first.toUpperCase() + rest.join("");
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
