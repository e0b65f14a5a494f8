import { elementsOf } from "../figures/document.ts";
import { blankPage, pageMarkup, PICTURE_FILES_POLICY } from "./blank_page.ts";
import { scrollBox } from "./page_box.ts";
import { comparisonSection } from "./report_comparison.ts";
import { figureBlock, reportSection } from "./report_section.ts";
import type {
  ReportComparison,
  ReportFigure,
  ReportRun,
} from "./report_run.ts";
import { REPORT_STYLE } from "./report_style.ts";
import { summaryTable } from "./report_table.ts";

export type {
  ReportComparison,
  ReportFigure,
  ReportMetrics,
  ReportRun,
  ReportScores,
} from "./report_run.ts";

const NOTE =
  "Scores on pairs made from held-out images, against each pair's true t: |cos| and angle between the estimated and the true generator; slope, correlation and mean absolute error of t, and the number of failed pairs, whose error is more than half a standard deviation of t; W₁, the Wasserstein distance between the distributions of estimated and true t, divided by the standard deviation of the true t, compared with a normal and a uniform distribution fitted to the truth; mean squared error of the transformed and the plain reconstruction, compared with the unmoved image (identity) and the mean of all images; the share of the change between the images that the found flow explains. If several generators move each pair, the angle is the largest principal angle between their span and the found space, and the mean error is the distance of a pair's transformation from the true one, root mean square over the frame. A number that misses its target is marked.";

/**
 * Makes the report of a whole command as one HTML page that opens from disk: a table of
 * all scores, then one section per run with its figures and its command.
 *
 * All content is inserted as text of DOM nodes, so that no name, path or message can
 * become markup.
 *
 * @returns the document's markup
 */
export function reportPage(
  { title, command, figures = [], comparison, runs }: {
    readonly title: string;
    /** The command that repeats everything. */
    readonly command: string;
    /** Figures of several runs. */
    readonly figures?: readonly ReportFigure[];
    readonly comparison?: ReportComparison;
    readonly runs: readonly ReportRun[];
  },
): string {
  const document = blankPage({
    title,
    style: REPORT_STYLE,
    policy: PICTURE_FILES_POLICY,
  });
  const element = elementsOf(document);
  document.body.append(
    element(
      "main",
      {},
      element("h1", {}, title),
      element("pre", {}, element("code", {}, command)),
      scrollBox(document, "Scores of all runs", summaryTable(document, runs)),
      element("p", { class: "note" }, NOTE),
      ...figures.map((figure) =>
        element(
          "section",
          {},
          element("h2", {}, headingOf(figure.name)),
          figureBlock(document, figure),
        )
      ),
      ...(comparison === undefined
        ? []
        : [comparisonSection(document, comparison)]),
      ...runs.map((run, index) => reportSection(document, run, index)),
    ),
  );
  return pageMarkup(document);
}

/**
 * Makes the heading of a figure: "figure-2" is figure 2 of the paper; other names become
 * words.
 */
function headingOf(name: string): string {
  return /^figure-\d+$/.test(name)
    ? `Paper: ${name.replace("-", " ")}`
    : name.replaceAll("-", " ");
}
