import { elementsOf, htmlElement } from "../figures/document.ts";
import { formatSeconds } from "./format_value.ts";
import type { ReportRun, ReportScores, ReportTargets } from "./report_run.ts";
import { fixedText } from "../figures/fixed_text.ts";

interface Column {
  readonly group: string;
  readonly name: string;
  readonly cell: (run: ReportRun) => string;
  /**
   * Describes the target that a run misses in this column; undefined if it misses none.
   */
  readonly missed?: (run: ReportRun) => string | undefined;
}

const NONE = "–";

/** Formats a number with fixed decimals, or a dash. */
export function fixed(
  value: number | null | undefined,
  decimals: number,
): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? NONE
    : fixedText(value, decimals);
}

/** The anchor of a run's section in the page. */
export function anchorOf(index: number): string {
  return `run-${index + 1}`;
}

/**
 * Makes the table of the scores of all runs, one row per run, with columns in groups.
 */
export function summaryTable(
  document: Document,
  runs: readonly ReportRun[],
): HTMLElement {
  const element = elementsOf(document);
  const groups = Map.groupBy(COLUMNS, ({ group }) => group);
  const head = element(
    "thead",
    {},
    element(
      "tr",
      {},
      element("th", { rowspan: 2, scope: "col" }, "experiment"),
      element("th", { rowspan: 2, scope: "col" }, "seed"),
      element("th", { rowspan: 2, scope: "col" }, "preset"),
      ...[...groups].map(([group, columns]) =>
        element("th", { colspan: columns.length, scope: "colgroup" }, group)
      ),
    ),
    element(
      "tr",
      {},
      ...COLUMNS.map((column) =>
        element("th", { scope: "col", class: edge(column) }, column.name)
      ),
    ),
  );
  const body = runs.map((run, index) =>
    element(
      "tr",
      { class: run.status },
      element(
        "th",
        { scope: "row" },
        element("a", { href: `#${anchorOf(index)}` }, run.id),
        ...(run.status === "done"
          ? []
          : [" ", element("span", { class: "badge" }, run.status)]),
      ),
      element("td", {}, run.seed === undefined ? NONE : String(run.seed)),
      element("td", { class: "preset" }, run.preset ?? NONE),
      ...COLUMNS.map((column) => valueCell(document, column, run)),
    )
  );
  return element("table", {}, head, element("tbody", {}, ...body));
}

/** Makes the cell of a value, with the target if it is missed. */
function valueCell(
  document: Document,
  column: Column,
  run: ReportRun,
): HTMLElement {
  const missed = column.missed?.(run);
  const line = edge(column);
  const value = column.cell(run);
  if (missed === undefined) {
    return htmlElement(document, "td", { class: line }, value);
  }
  return htmlElement(
    document,
    "td",
    { class: `${line} missed` },
    `${value} `,
    htmlElement(document, "span", { class: "bound" }, `missed ${missed}`),
  );
}

/** Describes a lower target that a value misses. */
function atLeast(
  bound: number | undefined,
  value: number | null | undefined,
): string | undefined {
  if (bound === undefined || value === undefined || value === null) {
    return undefined;
  }
  return value >= bound ? undefined : `≥ ${bound}`;
}

/** Describes an upper target that a value misses. */
function atMost(
  bound: number | undefined,
  value: number | null | undefined,
): string | undefined {
  if (bound === undefined || value === undefined || value === null) {
    return undefined;
  }
  return value <= bound ? undefined : `≤ ${bound}`;
}

/** The class of a cell; the first column of a group has a line to its left. */
function edge(column: Column): string {
  const first = COLUMNS.find(({ group }) => group === column.group);
  return first === column ? "edge" : "inner";
}

function scores(
  group: string,
  of: (run: ReportRun) => ReportScores | null | undefined,
  correlationBound: (targets: ReportTargets) => number | undefined = () =>
    undefined,
): Column[] {
  const unit = ({ metrics }: ReportRun) => metrics?.parameter?.unit ?? "";
  return [
    { group, name: "slope", cell: (run) => fixed(of(run)?.slope, 3) },
    {
      group,
      name: "correlation",
      cell: (run) => fixed(of(run)?.correlation, 4),
      missed: (run) =>
        atLeast(correlationBound(run.targets ?? {}), of(run)?.correlation),
    },
    {
      group,
      name: "mean error",
      cell: (run) => {
        const distance = of(run)?.displacement?.mean;
        if (distance !== undefined) return `${fixed(distance, 4)} px`;
        const value = fixed(of(run)?.meanAbsoluteError, 4);
        return value === NONE ? NONE : `${value} ${unit(run)}`.trimEnd();
      },
    },
    { group, name: "failed", cell: (run) => fixed(of(run)?.failed, 0) },
  ];
}

function distance(
  name: string,
  of: (run: ReportRun) => ReportScores | null | undefined,
  bound: (targets: ReportTargets) => number | undefined = () => undefined,
): Column {
  const value = (run: ReportRun) => of(run)?.wassersteinOverStd;
  return {
    group: "W₁ / std of t",
    name,
    cell: (run) => fixed(value(run), 4),
    missed: (run) => atMost(bound(run.targets ?? {}), value(run)),
  };
}

function reconstruction(
  name: "transformed" | "autoencoder" | "identity" | "meanImage",
  heading: string = name,
): Column {
  const cell = ({ metrics }: ReportRun) =>
    fixed(metrics?.reconstruction?.[name], 4);
  return { group: "squared error per pixel", name: heading, cell };
}

const COLUMNS: readonly Column[] = [
  {
    group: "generator",
    name: "|cos|",
    cell: ({ metrics }) => fixed(metrics?.generator?.absoluteCosine, 6),
    missed: ({ targets, metrics }) =>
      atLeast(targets?.absoluteCosine, metrics?.generator?.absoluteCosine),
  },
  {
    group: "generator",
    name: "angle",
    cell: ({ metrics }) => {
      const degrees = fixed(metrics?.generator?.angleDegrees, 2);
      return degrees === NONE ? NONE : `${degrees}°`;
    },
  },
  ...scores(
    "t-network",
    ({ metrics }) => metrics?.parameter?.network,
    ({ networkCorrelation }) => networkCorrelation,
  ),
  ...scores("refined t", ({ metrics }) => metrics?.parameter?.refined),
  distance(
    "t-network",
    ({ metrics }) => metrics?.parameter?.network,
    ({ networkWasserstein }) => networkWasserstein,
  ),
  distance(
    "refined",
    ({ metrics }) => metrics?.parameter?.refined,
    ({ refinedWasserstein }) => refinedWasserstein,
  ),
  distance("normal", ({ metrics }) => metrics?.parameter?.baselines?.normal),
  distance("uniform", ({ metrics }) => metrics?.parameter?.baselines?.uniform),
  reconstruction("transformed"),
  reconstruction("autoencoder"),
  reconstruction("identity"),
  reconstruction("meanImage", "mean image"),
  {
    group: "flow",
    name: "explains",
    cell: ({ metrics }) => {
      const share = metrics?.flow?.explained;
      return share === null || share === undefined
        ? NONE
        : `${fixed(100 * share, 2)} %`;
    },
  },
  {
    group: "run",
    name: "time",
    cell: ({ seconds, metrics }) => {
      const time = seconds ?? metrics?.training?.seconds;
      return time === undefined ? NONE : formatSeconds(time);
    },
  },
];
