import { LINE_HEIGHT, textLines, wrapped } from "../wrap.ts";

const DIGITS = [..."₀₁₂₃₄₅₆₇₈₉"];

/**
 * Makes a symbol of a letter and the number of a generator, from 0, as its subscript.
 */
const numbered = (letter: string, generator: number): string =>
  letter +
  [...String(generator + 1)].map((digit) => DIGITS[Number(digit)]).join("");

/** The symbol of the parameter of a generator: "t₁" for the number 0. */
export const parameterOf = (generator: number): string =>
  numbered("t", generator);

/** The symbol of a generator: "G₁" for the number 0. */
export const symbolOf = (generator: number): string => numbered("G", generator);

/**
 * The symbol with the name: "t₁: rotation about (0.00, 0.00)", or "t₁" if the generator
 * has no name.
 */
const generatorWithName = (generator: number, name?: string): string =>
  name === undefined
    ? parameterOf(generator)
    : `${parameterOf(generator)}: ${name}`;

/** A label above a panel, and its height in pixels. */
export interface GeneratorLabel {
  /** The element, with the baseline of its last line at y = 0. */
  readonly element: Element;
  readonly height: number;
}

/** Replaces the space within a point's coordinates while lines are broken. */
const UNBROKEN = "\u00a0";

/** Font size in pixels, and relative width of bold letters. */
const SIZE = 12, BOLD = 1.15;

/**
 * Makes a label of a generator's parameter and name in bold letters, on lines that fit
 * into a width unless a word is longer.
 *
 * @param width Width in pixels.
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
