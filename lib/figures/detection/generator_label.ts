import { LINE_HEIGHT, textLines, wrapped } from "../wrap.ts";

const DIGITS = [..."₀₁₂₃₄₅₆₇₈₉"];

/** A letter with the number of a generator, from 0, as its subscript. */
const numbered = (letter: string, generator: number): string =>
  letter +
  [...String(generator + 1)].map((digit) => DIGITS[Number(digit)]).join("");

/** The parameter of a generator, from 0, as words: "t₁" for the number 0. */
export const parameterOf = (generator: number): string =>
  numbered("t", generator);

/** A generator, from 0, as words: "G₁" for the number 0. */
export const symbolOf = (generator: number): string => numbered("G", generator);

/** "t₁: rotation about (0.00, 0.00)"; "t₁" where the generator has no name. */
export const generatorWithName = (generator: number, name?: string): string =>
  name === undefined
    ? parameterOf(generator)
    : `${parameterOf(generator)}: ${name}`;

/** Words above a panel, and their height in pixels. */
export interface GeneratorLabel {
  /** The baseline of its last line is at y = 0. */
  readonly element: Element;
  readonly height: number;
}

/** Stands for the space within a point's coordinates while lines are broken. */
const UNBROKEN = "\u00a0";

/** Size of the letters, pixels, and how much wider bold letters are. */
const SIZE = 12, BOLD = 1.15;

/**
 * The parameter of a generator and its name in bold letters, on lines that fit into a
 * width as far as single words do.
 *
 * @param width Pixels.
 */
export function generatorLabel(
  document: Document,
  generator: number,
  name: string | undefined,
  width: number,
): GeneratorLabel {
  const text = generatorWithName(generator, name);
  const lines = wrapped(
    text.replaceAll(", ", `,${UNBROKEN}`),
    width,
    BOLD * SIZE,
  )
    .map((line) => line.replaceAll(UNBROKEN, " "));
  return {
    element: textLines(document, lines, SIZE, {
      class: "generator-label",
      "font-weight": "bold",
    }),
    height: lines.length * LINE_HEIGHT * SIZE,
  };
}
