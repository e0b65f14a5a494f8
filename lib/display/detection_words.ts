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
import { fixed } from "./report_table.ts";
import {
  severalNear,
  type SeveralWords,
  severalWords,
} from "./several_words.ts";

/** What is said of a detection, in a terminal and on a page. */
export interface DetectionWords {
  /** The verdict in large words, for example "Found: rotation about (0, 0)". */
  readonly headline: string;
  /** Why, one sentence. */
  readonly reason: string;
  /** Remarkable properties of the pairs, one sentence or more each. */
  readonly findings: readonly string[];
  /** What the fitted field is near to; where it is not to be used, that. */
  readonly description: string;
  /** Of the files and the pairs in them. */
  readonly source: string;
  /** How the files were read, where that had to be decided. */
  readonly notes: readonly string[];
  /** The modes of its distribution. */
  readonly t: string;
  /** t = 1 in a unit that people use; undefined where there is none. */
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
  /** What the number tells. */
  readonly meaning: string;
}

export interface MethodWords {
  readonly method: string;
  readonly explained: string;
  readonly angle: string;
  readonly time: string;
}

/** What x, y, t and the coefficients mean. */
export const UNITS: readonly string[] = [
  "x and y count from the middle of an image in half-frames, halves of its longer side: x points right, y down. So −1 to 1 is the longer side.",
  "The velocity at (x, y) is the sum of the coefficients times their terms; ∂x is a velocity along x, ∂y along y. xt is x0 with its content carried along that field for the time t.",
  "The coefficients have norm 1, so that t alone says how far: t is in units of this generator. A rotation by the angle a about the middle has t = 1.414 a, a translation by s half-frames t = s.",
  "Angles, those of axes too, are positive from x to y, which is clockwise. A shift along an axis is positive to the right, or down along y. A factor is the new length over the old one. A shear factor is how far a point moves over its distance from the fixed line, which counts as positive below the line, or to the right of a steep one.",
  "The sign of the generator and of t go together; the largest coefficient is made positive.",
];

const HEADLINES: Readonly<Record<Verdict["kind"], string>> = {
  "found": "Found",
  "weak": "Weak",
  "none": "No common generator",
  "not-identifiable": "Not identifiable",
};

/** The verdict in large words. */
export const headlineOf = (
  { verdict, description }: Pick<Detection, "verdict" | "description">,
): string =>
  !isUsable({ verdict })
    ? HEADLINES[verdict.kind]
    : description.generators === undefined
    ? `${HEADLINES[verdict.kind]}: ${description.name}`
    : `${HEADLINES[verdict.kind]}, ${description.name}`;

/** Puts a detection into words. */
export function detectionWords(detection: Detection): DetectionWords {
  const { verdict, description, source, held, modes } = detection;
  const near = detection.several !== undefined
    ? severalNear(detection.several)
    : description.share > 0
    ? `${description.name}, ${
      fixed(description.angleDegrees, 1)
    } degrees from an exact one, which holds ${
      percent(description.share, 1)
    } of the norm`
    : "the field is near to no transformation that has a name";
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
        : `What was fitted is not to be used as a generator: it is given below for looking into, no more`,
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
    }.`,
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
      meaning: "the same where every x0 has the xt of another pair",
    },
    {
      name: "by brightness",
      value: percent(explainedByBrightness),
      meaning: "by another brightness and contrast of every pair instead",
    },
    ...hasGains(evidence)
      ? [{
        name: "gains",
        value: `${fixed(gainLow, 2)} to ${fixed(gainHigh, 2)}`,
        meaning:
          "of the middle 80 % of the pairs; all other shares are of the change that gains and offsets leave",
      }]
      : [],
    {
      name: "by the better of two generators",
      value: percent(explainedByTwo),
      meaning: angleOfTwo === 0
        ? "none was fitted, for one leaves next to nothing"
        : `${
          fixed(angleOfTwo, 0)
        }° apart; much more than by one if pairs are moved by different ones`,
    },
    ...matchedByOwnFields === 0 ? [] : [{
      name: "matched by a field per pair",
      value: percent(matchedByOwnFields),
      meaning: "of the held-out pairs, each by a field of its own",
    }],
    ...leftByGenerators.length === 0 ? [] : [{
      name: `left by 1 to ${leftByGenerators.length} generators`,
      value: leftByGenerators.map((share) => percent(share, 1)).join(", "),
      meaning:
        "of the change that a field per pair explains; next to nothing once all are there",
    }],
    ...explainedTogether === 0 ? [] : [
      {
        name: "explained by all of them",
        value: percent(explainedTogether),
        meaning: "the same by the flows of several generators at once",
      },
      {
        name: "left by one per pair",
        value: percent(leftByMixture, 1),
        meaning:
          "of what all of them explain; next to nothing if each pair is moved by one alone",
      },
    ],
    ...finiteMap === null ? [] : [{
      name: "by a map that is no flow",
      value: percent(finiteMap.explained),
      meaning: finiteMap.kind === "order"
        ? "share of the difference of blurred images that the other order saves"
        : `if ${finiteMap.statement}`,
    }],
    {
      name: "change",
      value: percent(change, 1),
      meaning: "of the images' own variation; nothing moves where it is small",
    },
    {
      name: "spread of t",
      value: fixed(spreadOfT, 3),
      meaning:
        "standard deviation over the largest magnitude; at 0 only one map is known",
    },
    {
      name: "ambiguous t",
      value: percent(ambiguousT),
      meaning: "share of the held-out pairs that another t matches as well",
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

/** Fewest and most decimals of a coefficient. */
const FEWEST = 4, MOST = 8;

/** Decimals that show two digits of an uncertainty. */
function decimalsOf(uncertainty: number): number {
  const first = uncertainty > 0 ? -Math.floor(Math.log10(uncertainty)) : MOST;
  return Math.min(Math.max(first + 1, FEWEST), MOST);
}

/** "95 %"; far below 0 just that. */
function percent(share: number, decimals = 0): string {
  if (share < -1) return "< −100 %";
  const text = fixed(100 * share, decimals);
  return text === "–" ? text : `${text.replace(/^−(0(\.0+)?)$/, "$1")} %`;
}

/** The text with a capital at its beginning and a full stop at its end. */
export function sentence(text: string): string {
  const [first = "", ...rest] = text;
  const whole = first.toUpperCase() + rest.join("");
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
