import { csvFormatRows } from "d3-dsv";
import {
  type ReportFigure,
  reportPage,
  type ReportRun,
} from "../display/html.ts";
import type { Figure } from "../figures/figure.ts";
import { makeFolder, writeWhole } from "../runtime/files.ts";
import { constraintReport } from "./constraint/constraint_report.ts";
import { paperFigures } from "./paper_figures.ts";
import { comparedProperties, comparedWorks } from "./paper_table.ts";
import type { AnyMetrics, Outcome, Planned } from "./planned.ts";
import { valueAt } from "./value_at.ts";
import { figureFiles } from "./write_run.ts";

/** One item of a command's work, with its results so far. */
export interface ReportEntry {
  readonly planned: Planned;
  readonly status: "pending" | "done" | "failed";
  readonly outcome?: Outcome;
  /** The reason why it failed. */
  readonly error?: string;
}

/**
 * Writes index.html, summary.json and summary.csv for all work of a command, whether
 * done or not, and the figures of several runs. If classifiers were trained,
 * constrained-classifiers.csv and constrained-along-flow.csv contain their means over
 * the seeds.
 *
 * @param command The command that repeats the work.
 * @throws UserError if a file cannot be written.
 */
export async function writeReport(
  folder: string,
  entries: readonly ReportEntry[],
  command: string,
): Promise<void> {
  // The folder may have been removed since the start.
  await makeFolder(folder);
  const done = entries.flatMap(({ outcome }) => outcome?.metrics ?? []);
  const { figures: acrossSeeds, tables } = constraintReport(done);
  const figures = [...paperFigures(entries), ...acrossSeeds];
  for (const [name, content] of await figureFiles(figures)) {
    await writeWhole(`${folder}/${name}`, content);
  }
  const page = reportPage({
    title: "Neural symmetry detection",
    command,
    figures: figures.map((figure) => reportFigure(figure, "")),
    comparison: { properties: comparedProperties, works: comparedWorks },
    runs: entries.map(reportRun),
  });
  await writeWhole(`${folder}/index.html`, page);
  await writeWhole(`${folder}/summary.json`, summaryJson(entries));
  await writeWhole(`${folder}/summary.csv`, summaryCsv(done));
  for (const [name, csv] of tables) {
    await writeWhole(`${folder}/${name}`, csv);
  }
}

const reportFigure = (
  { name, caption, numbers }: Figure,
  folder: string,
): ReportFigure => ({ name, caption, numbers, src: `${folder}${name}.svg` });

function reportRun(
  { planned, status, outcome, error }: ReportEntry,
): ReportRun {
  const { folder, ...facts } = planned;
  const { metrics, figures = [], summary } = outcome ?? {};
  return {
    ...facts,
    status,
    seconds: metrics?.training.seconds,
    metrics,
    summary,
    figures: figures.map((figure) => reportFigure(figure, `${folder}/`)),
    error,
  };
}

function summaryJson(entries: readonly ReportEntry[]): string {
  const runs = entries.map(({ planned, status, outcome, error }) => ({
    experiment: planned.id,
    seed: planned.seed ?? null,
    status,
    ...(error === undefined ? {} : { error }),
    ...(outcome?.metrics === undefined ? {} : { metrics: outcome.metrics }),
  }));
  return JSON.stringify(runs, null, 2) + "\n";
}

/** Columns of summary.csv, by the path into metrics.json. */
const SUMMARY_COLUMNS = [
  "experiment",
  "seed",
  "budget",
  "preset",
  "backend",
  "model.latentChannels",
  "generator.name",
  "generator.absoluteCosine",
  "generator.angleDegrees",
  "parameter.unit",
  "parameter.pairs",
  ...["network", "refined"].flatMap((kind) =>
    [
      "slope",
      "correlation",
      "meanAbsoluteError",
      "medianAbsoluteError",
      "failed",
      "wasserstein",
      "wassersteinOverStd",
    ].map((score) => `parameter.${kind}.${score}`)
  ),
  "parameter.baselines.normal.wassersteinOverStd",
  "parameter.baselines.uniform.wassersteinOverStd",
  "reconstruction.transformed",
  "reconstruction.autoencoder",
  "reconstruction.identity",
  "reconstruction.meanImage",
  "flow.warpedMse",
  "flow.identityMse",
  "flow.explained",
  "training.steps",
  "training.seconds",
  "training.millisecondsPerStep",
  "training.megabytesPerStep",
  // Scores of several generators, in pixels.
  "parameter.network.displacement.median",
  "parameter.refined.displacement.median",
  "parameter.withoutMotion.median",
] as const;

/** Formats summary.csv; scores that need a missing truth are empty cells. */
function summaryCsv(metrics: readonly AnyMetrics[]): string {
  const rows = metrics.map((run) =>
    SUMMARY_COLUMNS.map((path) => String(valueAt(run, path) ?? ""))
  );
  return csvFormatRows([[...SUMMARY_COLUMNS], ...rows]) + "\n";
}
