import { htmlElement } from "../figures/document.ts";
import type { DetectionWords } from "./detection_words.ts";

/** A column of a table: what it is called, and how its cells stand. */
interface Column {
  readonly name: string;
  readonly class: "number" | "words" | "meaning";
}

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
  const number = (name: string): Column => ({ name, class: "number" });
  return {
    coefficients: table(
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
    evidence: table(
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
    methods: table(
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

/** A table in a box that scrolls where it is too wide; the first column heads rows. */
function table(
  document: Document,
  label: string,
  columns: readonly Column[],
  rows: readonly {
    readonly cells: readonly string[];
    readonly class?: string;
  }[],
): HTMLElement {
  const element = (
    name: string,
    attributes: Readonly<Record<string, string | number>>,
    ...children: readonly (Element | string)[]
  ) => htmlElement(document, name, attributes, ...children);
  const head = columns.map((column) =>
    element(
      "th",
      {
        scope: "col",
        class: column.class === "number" ? "number" : "words",
      },
      column.name,
    )
  );
  const body = rows.map((row) =>
    element(
      "tr",
      row.class ? { class: row.class } : {},
      ...row.cells.map((cell, i) =>
        i === 0
          ? element("th", { scope: "row" }, cell)
          : element("td", { class: columns[i].class }, cell)
      ),
    )
  );
  return element(
    "div",
    { class: "box", tabindex: 0, role: "region", "aria-label": label },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body),
    ),
  );
}
