import { htmlElement } from "../figures/document.ts";
import { altText } from "../figures/figure.ts";
import { formatSeconds, formatValue } from "./format_value.ts";
import { captionedFigure } from "./page_box.ts";
import type { ReportFigure, ReportMetrics, ReportRun } from "./report_run.ts";
import { anchorOf, fixed } from "./report_table.ts";

/**
 * Makes the section of one run: its settings, its results, its figures and its command.
 */
export function reportSection(
  document: Document,
  run: ReportRun,
  index: number,
): HTMLElement {
  const { status, command, metrics, summary, error } = run;
  return htmlElement(
    document,
    "section",
    { id: anchorOf(index), class: status },
    htmlElement(document, "h2", {}, headingOf(run)),
    htmlElement(document, "p", { class: "facts" }, factsOf(run)),
    ...(summary === undefined
      ? []
      : [htmlElement(document, "p", { class: "summary" }, summary)]),
    ...(error === undefined
      ? []
      : [htmlElement(document, "p", { class: "error" }, error)]),
    htmlElement(
      document,
      "pre",
      {},
      htmlElement(document, "code", {}, command),
    ),
    ...coefficientDetails(document, metrics?.generator),
    ...run.figures.map((figure) => figureBlock(document, figure)),
  );
}

function headingOf({ title, seed, figure }: ReportRun): string {
  const name = seed === undefined ? title : `${title}, seed ${seed}`;
  if (!figure) return name;
  const figures = figure.includes(",") ? "figures" : "figure";
  return `${name} (paper: ${figures} ${figure})`;
}

function factsOf({ id, status, seconds, metrics }: ReportRun): string {
  const { generator, parameter, training } = metrics ?? {};
  const time = seconds ?? training?.seconds;
  const facts = [
    id,
    status,
    metrics?.dataset,
    metrics?.transformation,
    metrics?.distribution && `t from ${metrics.distribution}`,
    generator?.name && `found: ${generator.name}`,
    parameter?.pairs && `${formatValue(parameter.pairs)} test pairs`,
    metrics?.budget && `budget ${metrics.budget}`,
    metrics?.preset && `preset ${metrics.preset}`,
    metrics?.backend && `backend ${metrics.backend}`,
    training?.steps && `${formatValue(training.steps)} steps`,
    time === undefined ? undefined : formatSeconds(time),
    metrics?.version && `version ${metrics.version}`,
  ];
  return facts.filter((fact) => fact !== undefined && fact !== "").join(" · ");
}

/** Makes a table of the coefficients, for readers who cannot see the figure. */
function coefficientDetails(
  document: Document,
  generator: ReportMetrics["generator"],
): HTMLElement[] {
  const { terms, estimated, true: truth } = generator ?? {};
  if (terms === undefined || estimated === undefined) return [];
  const row = (name: string, scope: string, cells: readonly string[]) =>
    htmlElement(
      document,
      "tr",
      {},
      htmlElement(document, "th", { scope }, cells[0]),
      ...cells.slice(1).map((cell) => htmlElement(document, name, {}, cell)),
    );
  const heads = ["term", "estimated", ...(truth ? ["true"] : [])];
  const table = htmlElement(
    document,
    "table",
    {},
    htmlElement(document, "thead", {}, row("th", "col", heads)),
    htmlElement(
      document,
      "tbody",
      {},
      ...terms.map((term, i) =>
        row("td", "row", [
          term,
          fixed(estimated[i], 5),
          ...(truth ? [fixed(truth[i], 5)] : []),
        ])
      ),
    ),
  );
  const summary = htmlElement(document, "summary", {}, "coefficients");
  const box = htmlElement(document, "div", { class: "box" }, table);
  return [htmlElement(document, "details", {}, summary, box)];
}

/** Makes a figure from a file in the page's folder, with its caption below. */
export function figureBlock(
  document: Document,
  { name, caption, numbers, src }: ReportFigure,
): HTMLElement {
  const address = src.split("/").map(encodeURIComponent).join("/");
  const image = htmlElement(document, "img", {
    src: address,
    alt: altText({ caption, numbers }),
    loading: "lazy",
  });
  return captionedFigure(document, { name, caption }, image);
}
