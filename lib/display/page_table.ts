import { elementsOf } from "../figures/document.ts";
import { scrollBox } from "./page_box.ts";
import { unbroken } from "./unbroken.ts";

/** A column of a table: its name, and the style of its cells. */
export interface PageColumn {
  readonly name: string;
  readonly class: "number" | "words" | "meaning";
}

/** Chooses the class of a cell; a list of numbers may be broken into lines. */
const classOf = (column: PageColumn, cell: string): string =>
  column.class === "number" && cell.includes(", ")
    ? "number list"
    : column.class;

/**
 * Makes a table in a box that scrolls if it is too wide; the first column heads the
 * rows.
 */
export function pageTable(
  document: Document,
  label: string,
  columns: readonly PageColumn[],
  rows: readonly {
    readonly cells: readonly string[];
    readonly class?: string;
  }[],
): HTMLElement {
  const element = elementsOf(document);
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
        i === 0 ? element("th", { scope: "row" }, cell) : element(
          "td",
          { class: classOf(columns[i], cell) },
          ...unbroken(document, cell),
        )
      ),
    )
  );
  const table = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  );
  return scrollBox(document, label, table);
}
