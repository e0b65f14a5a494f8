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
 * Coefficients with their intervals as a table.
 *
 * @param label names the table where there are several
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

/** The brackets of several generators as a table. */
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

/** The coefficients, the evidence and the methods as tables. */
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
