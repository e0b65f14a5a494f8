import type {
  Detection,
  MethodScore,
  Pictures,
  Source,
} from "../detection/detection.ts";
import type { Evidence, Finding } from "../detection/diagnose.ts";
import { type Entry, parseEntries } from "../detection/json_entry.ts";
import { readAnswer } from "../detection/read_answer.ts";
import type { FiniteMap } from "../matching/finite_map.ts";
import { oneOf, UserError } from "../runtime/errors.ts";
import { unpacked } from "./packed_text.ts";

/** The name of a link in messages. */
const NAME = "the link";

/** Cells per side of a picture, and images of a source, at most. */
const MOST_SIDE = 64, MOST_COUNT = 2 ** 32 - 1;

/**
 * The answer that a link holds, without pictures of pairs. All of it is checked to be
 * numbers and texts where these are expected; whether it is true cannot be known.
 *
 * @param link The part after "#", as `linkOf` makes it.
 * @throws UserError that says what is wrong with the link.
 */
export async function detectionOfLink(link: string): Promise<Detection> {
  const text = await unpacked(link).catch((cause) => {
    throw new UserError(
      `${NAME}: expected an answer of this page, found something else; copy the whole link`,
      { cause },
    );
  });
  const file = parseEntries(text, NAME, "an answer of this page");
  const answer = file.entry("answer");
  const found = readAnswer(JSON.stringify(answer.value), NAME);
  return {
    ...found,
    source: sourceOf(answer.entry("source")),
    evidence: evidenceOf(answer.entry("evidence")),
    finiteMap: finiteMapOf(answer.entry("finiteMap")),
    findings: answer.entry("findings").list().map(findingOf),
    methods: answer.entry("methods").list().map(methodOf),
    pictures: picturesOf(file.entry("picture")),
  };
}

function sourceOf(entry: Entry): Source {
  const whole = (key: string) => entry.entry(key).whole(MOST_COUNT);
  const notes = entry.entry("notes");
  return {
    name: entry.entry("name").text(),
    count: whole("count"),
    used: whole("used"),
    height: whole("height"),
    width: whole("width"),
    channels: whole("channels"),
    ...notes.value !== undefined &&
      { notes: notes.list().map((note) => note.text()) },
  };
}

/** The numbers among the evidence. */
const NUMBERS = [
  ...["explained", "noise", "explainedByChance", "explainedByBrightness"],
  ...["gainLow", "gainHigh", "explainedByTwo", "angleOfTwo", "change"],
  ...["spreadOfT", "ambiguousT", "uncertainty", "agreement"],
  ...["matchedByOwnFields", "explainedTogether", "leftByMixture"],
] as const;

function evidenceOf(entry: Entry): Evidence {
  const numbers = Object.fromEntries(
    NUMBERS.map((key) => [key, entry.entry(key).numberOr(NaN)]),
  ) as Record<typeof NUMBERS[number], number>;
  return {
    ...numbers,
    leftByGenerators: entry.entry("leftByGenerators").list()
      .map((share) => share.numberOr(NaN)),
  };
}

const FINITE_MAPS: readonly FiniteMap["kind"][] = [
  ...["mirror", "turn", "inversion", "shift", "blur", "order"] as const,
];

function finiteMapOf(entry: Entry): FiniteMap | null {
  if (entry.value === null || entry.value === undefined) return null;
  return {
    kind: oneOf(entry.name, FINITE_MAPS, entry.entry("kind").value),
    statement: entry.entry("statement").text(),
    choices: entry.entry("choices").whole(MOST_COUNT),
    explained: entry.entry("explained").number(),
  };
}

const FINDINGS: readonly Finding["kind"][] = [
  ...["wild-values", "alike-images", "ambiguous-t", "brightness"] as const,
  ...["static-layer", "several-generators"] as const,
];

const findingOf = (entry: Entry): Finding => ({
  kind: oneOf(entry.name, FINDINGS, entry.entry("kind").value),
  text: entry.entry("text").text(),
});

const methodOf = (entry: Entry): MethodScore => ({
  method: entry.entry("method").text(),
  explained: entry.entry("explained").numberOr(NaN),
  angleDegrees: entry.entry("angleDegrees").value === null
    ? null
    : entry.entry("angleDegrees").number(),
  seconds: entry.entry("seconds").numberOr(NaN),
});

function picturesOf(entry: Entry): Pictures {
  const side = entry.entry("side").whole(MOST_SIDE);
  const end = (axis: "x" | "y") =>
    entry.entry("extent").entry(axis).between(0.1, 1);
  const mean = entry.entry("mean").list().map((value) => value.number());
  if (mean.length !== side * side) {
    entry.entry("mean").fail(`${side * side} values`, mean.length);
  }
  return {
    side,
    extent: { x: end("x"), y: end("y") },
    mean: Float32Array.from(mean),
    worst: [],
  };
}
