import { csvFormatRows } from "d3";
import { reportPage, type ReportRun } from "../display/html.ts";
import type { Figure } from "../figures/figure.ts";
import { writeWhole } from "../runtime/files.ts";
import type { Metrics } from "./metrics.ts";
import type { RunSpec } from "./run_spec.ts";

/** One planned run in a report, with what is known of it so far. */
export interface ReportEntry {
  readonly spec: RunSpec;
  readonly status: "pending" | "done" | "failed";
  readonly metrics?: Metrics;
  readonly figures?: readonly Figure[];
  /** Why it failed. */
  readonly error?: string;
}

/** Where a run's files lie, below the output folder. */
export function runFolder({ experiment, seed }: RunSpec): string {
  return `${experiment.id}/seed-${seed}`;
}

/**
 * Writes index.html, summary.json and summary.csv for all runs of a command,
 * done or not.
 *
 * @param command The command as the reader can run it again.
 * @throws UserError when a file cannot be written.
 */
export async function writeReport(
  folder: string,
  entries: readonly ReportEntry[],
  command: string,
): Promise<void> {
  const page = reportPage({
    title: "Neural symmetry detection",
    command,
    runs: entries.map(reportRun),
  });
  const done = entries.flatMap(({ metrics }) => metrics ?? []);
  await writeWhole(`${folder}/index.html`, page);
  await writeWhole(`${folder}/summary.json`, summaryJson(entries));
  await writeWhole(`${folder}/summary.csv`, summaryCsv(done));
}

/** The command that makes one run again. */
export function commandOf(
  { experiment, seed, budget, preset }: RunSpec,
): string {
  return `deno task reproduce --only ${experiment.id} --seed ${seed} --budget ${budget} --preset ${preset}`;
}

function reportRun(
  { spec, status, metrics, figures = [], error }: ReportEntry,
): ReportRun {
  return {
    id: spec.experiment.id,
    title: spec.experiment.title,
    seed: spec.seed,
    status,
    command: commandOf(spec),
    seconds: metrics?.training.seconds,
    metrics,
    figures: figures.map(({ name, caption }) => ({
      name,
      caption,
      src: `${runFolder(spec)}/${name}.svg`,
    })),
    error,
  };
}

function summaryJson(entries: readonly ReportEntry[]): string {
  const runs = entries.map(({ spec, status, metrics, error }) => ({
    experiment: spec.experiment.id,
    seed: spec.seed,
    status,
    ...(error === undefined ? {} : { error }),
    ...(metrics === undefined ? {} : { metrics }),
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
      "wasserstein",
      "wassersteinOverStd",
    ].map((score) => `parameter.${kind}.${score}`)
  ),
  "parameter.baselines.normal.wassersteinOverStd",
  "parameter.baselines.uniform.wassersteinOverStd",
  "reconstruction.transformed",
  "reconstruction.autoencoder",
  "reconstruction.identity",
  "flow.warpedMse",
  "flow.identityMse",
  "training.steps",
  "training.seconds",
] as const;

function summaryCsv(metrics: readonly Metrics[]): string {
  const rows = metrics.map((run) =>
    SUMMARY_COLUMNS.map((path) => String(valueAt(run, path)))
  );
  return csvFormatRows([[...SUMMARY_COLUMNS], ...rows]) + "\n";
}

function valueAt(metrics: Metrics, path: string): unknown {
  return path.split(".").reduce<unknown>(
    (value, key) => (value as Record<string, unknown>)[key],
    metrics,
  );
}
