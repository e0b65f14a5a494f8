import type { DetectionWords } from "./detection_words.ts";
import { type PageColumn, pageTable } from "./page_table.ts";

/** The tables of a detection's page. */
export interface DetectionTables {
  readonly coefficients: HTMLElement;
  readonly evidence: HTMLElement;
  readonly methods: HTMLElement;
}

/** The coefficients, the evidence and the methods as tables. */
export function detectionTables(
  document: Document,
  words: DetectionWords,
): DetectionTables {
  const number = (name: string): PageColumn => ({ name, class: "number" });
  return {
    coefficients: pageTable(
      document,
      "coefficients",
      [
        { name: "term", class: "words" },
        number("coefficient"),
        number("95 % interval"),
      ],
      words.coefficients.map(({ term, value, interval, matters }) => ({
        cells: [term, value, interval],
        class: matters ? "matters" : "",
      })),
    ),
    evidence: pageTable(
      document,
      "evidence",
      [
        { name: "evidence", class: "words" },
        number(""),
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
