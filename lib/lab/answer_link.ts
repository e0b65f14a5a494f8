import { answerOf } from "../detection/answer.ts";
import type { Detection } from "../detection/detection.ts";
import { packed } from "./packed_text.ts";

/** Characters of a link, at most: longer ones are cut off by some programs. */
const MOST_CHARACTERS = 60_000;

/** Digits of a number in a link. */
const DIGITS = 7;

/**
 * The answer as the part of a link after "#": generator.json, with numbers of seven
 * digits, and the mean image, packed.
 *
 * @returns Undefined if it would be longer than 60,000 characters.
 */
export async function linkOf(
  detection: Detection,
): Promise<string | undefined> {
  const { side, extent, mean } = detection.pictures;
  const text = JSON.stringify(
    {
      answer: answerOf(detection),
      picture: { side, extent, mean: Array.from(mean) },
    },
    (_key, value) =>
      typeof value === "number" ? Number(value.toPrecision(DIGITS)) : value,
  );
  const link = await packed(text);
  return link.length <= MOST_CHARACTERS ? link : undefined;
}
