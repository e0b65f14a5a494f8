import type { Detection } from "../detection/detection.ts";
import { isUsable } from "../detection/found.ts";
import { bracketRows } from "./algebra_text.ts";
import type { CoefficientWords } from "./coefficient_words.ts";
import { detectionWords, headlineOf, sentence } from "./detection_words.ts";
import type { Display } from "./display.ts";
import type { SeveralWords } from "./several_words.ts";

/** Describes the verdict and its reason in one line, before the intervals are final. */
export const firstWords = (
  answer: Pick<Detection, "verdict" | "description">,
): string => plain(`${headlineOf(answer)}. ${sentence(answer.verdict.reason)}`);

/**
 * Writes the result of a detection: the verdict and its reason, the name of the
 * generator, the distribution of t, the coefficients with their intervals, the label
 * tests, the evidence and the methods. If there is no usable generator, the fitted field
 * comes last.
 */
export async function sayDetection(
  detection: Detection,
  display: Pick<Display, "text" | "table">,
): Promise<void> {
  const words = detectionWords(detection);
  const say = (text: string) => display.text(plain(text));
  await say(words.headline);
  await say(words.reason);
  for (const finding of words.findings) await say(finding);
  await say("");
  await say(words.source);
  for (const note of words.notes) await say(note);
  const usable = isUsable(detection);
  if (usable) {
    await say(words.description);
    if (words.several === undefined) {
      await say(words.t);
      if (words.unitOfT !== undefined) await say(words.unitOfT);
      await say("");
      await sayCoefficients(words.coefficients, display);
    } else {
      await saySeveral(words.several, display);
    }
    for (const line of words.labels) {
      await say("");
      await say(line);
    }
  }
  await say("");
  await display.table(
    words.evidence.map(({ name, value, meaning }) => ({
      evidence: name,
      "": value.padStart(8),
      "what it is": meaning,
    })),
  );
  await say("");
  await display.table(
    words.methods.map(({ method, explained, angle, time }) => ({
      method: plain(method),
      explained: explained.padStart(9),
      "angle to the answer": angle.padStart(19),
      time: time.padStart(8),
    })),
  );
  if (!usable) {
    await say("");
    await say(words.description);
    await sayCoefficients(words.coefficients, display);
  }
}

/** Writes the algebra of several generators, then each of them. */
async function saySeveral(
  { algebra, brackets, generators, parameters }: SeveralWords,
  display: Pick<Display, "text" | "table">,
): Promise<void> {
  const say = (text: string) => display.text(plain(text));
  for (const line of algebra) await say(line);
  await say("");
  await display.table(bracketRows(brackets));
  for (const [k, { title, unit, coefficients }] of generators.entries()) {
    await say("");
    await say(title);
    if (unit !== undefined) await say(unit);
    await say(parameters[k]);
    await sayCoefficients(coefficients, display);
  }
}

async function sayCoefficients(
  coefficients: readonly CoefficientWords[],
  display: Pick<Display, "text" | "table">,
): Promise<void> {
  await display.table(
    coefficients.map(({ term, value, interval, matters }) => ({
      term: plain(term),
      coefficient: value.padStart(11),
      "95 % interval": interval,
      "": matters ? "*" : "",
    })),
  );
  await display.text(
    "* 0 lies outside of the interval; x and y are in half-frames from the middle of the image, y down, and angles clockwise",
  );
}

/** Removes control characters, which a terminal would execute. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, "\ufffd");
}
