import { elementsOf } from "../figures/document.ts";
import { scrollBox } from "./page_box.ts";
import type { ReportComparison } from "./report_run.ts";

const NOTE =
  "Table 1 of the paper compares properties of works; the claims here are those of its text (appendix A), with a dash if it says nothing.";

/** Makes the section of the paper's table 1. */
export function comparisonSection(
  document: Document,
  { properties, works }: ReportComparison,
): HTMLElement {
  const element = elementsOf(document);
  const head = ["work", ...properties].map((name) =>
    element("th", { scope: "col" }, name)
  );
  const rows = works.map(({ work, claims }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, work),
      ...claims.map((claim) =>
        element("td", {}, claim === "not said" ? "–" : claim)
      ),
    )
  );
  const table = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
  return element(
    "section",
    {},
    element("h2", {}, "Paper: table 1"),
    scrollBox(document, "Comparison of works", table),
    element("p", { class: "note" }, NOTE),
  );
}
