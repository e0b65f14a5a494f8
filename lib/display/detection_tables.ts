import type { CoefficientWords } from "./coefficient_words.ts";
import type { DetectionWords } from "./detection_words.ts";
import { type PageColumn, pageTable } from "./page_table.ts";
import type { SeveralWords } from "./several_words.ts";

/** The tables of a detection's page. */
export interface DetectionTables {
  readonly coefficients: HTMLElement;
  readonly evidence: HTMLElement;
  readonly methods: HTMLElement;
}

const number = (name: string): PageColumn => ({ name, class: "number" });

/**
 * Makes a table of coefficients with their intervals.
 *
 * @param label name of the table, if there are several
 */
export const coefficientTable = (
  document: Document,
  coefficients: readonly CoefficientWords[],
  label = "coefficients",
): HTMLElement =>
  pageTable(
    document,
    label,
    [
      { name: "term", class: "words" },
      number("coefficient"),
      number("95 % interval"),
    ],
    coefficients.map(({ term, value, interval, matters }) => ({
      cells: [term, value, interval],
      class: matters ? "matters" : "",
    })),
  );

/** Makes a table of the brackets of several generators. */
export const bracketTable = (
  document: Document,
  { brackets }: SeveralWords,
): HTMLElement =>
  pageTable(
    document,
    "brackets",
    [{ name: "bracket", class: "words" }, {
      name: "in the generators",
      class: "meaning",
    }],
    brackets.map(({ left, right, value }) => ({
      cells: [`[${left}, ${right}]`, value],
    })),
  );

/** Makes tables of the coefficients, the evidence and the methods. */
export function detectionTables(
  document: Document,
  words: DetectionWords,
): DetectionTables {
  return {
    coefficients: coefficientTable(document, words.coefficients),
    evidence: pageTable(
      document,
      "evidence",
      [
        { name: "evidence", class: "words" },
        number("value"),
        { name: "what it is", class: "meaning" },
      ],
      words.evidence.map(({ name, value, meaning }) => ({
        cells: [name, value, meaning],
      })),
    ),
    methods: pageTable(
      document,
      "methods",
      [
        { name: "method", class: "words" },
        number("explained"),
        number("angle"),
        number("time"),
      ],
      words.methods.map(({ method, explained, angle, time }) => ({
        cells: [method, explained, angle, time],
      })),
    ),
  };
}
