import type { LoadOptions } from "../../datasets/load_options.ts";
import type { Display } from "../../display/display.ts";
import { generatorScores } from "../../evaluation/generator_scores.ts";
import { projectField } from "../../lie/basis.ts";
import { makeFolder, removeIfThere, writeWhole } from "../../runtime/files.ts";
import { runPausable } from "../../runtime/pausable.ts";
import { readTextIfThere } from "../../runtime/read_if_there.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { settleTfjs } from "../../runtime/settle.ts";
import type { BudgetName } from "../budgets.ts";
import { checkSeed } from "../prepare.ts";
import { version } from "../run_spec.ts";
import { classifierKinds, usesFlow } from "./classifier_kinds.ts";
import {
  type Cell,
  type ClassifierScore,
  createScoring,
  MOST_SPREAD,
} from "./classifier_scores.ts";
import type { ConstraintExperiment } from "./constraint_catalogue.ts";
import {
  type ConstraintData,
  imagesOfPairs,
  loadConstraintData,
} from "./constraint_data.ts";
import {
  type ConstraintSettings,
  constraintSettings,
} from "./constraint_settings.ts";
import { flowTools } from "./flow_tools.ts";
import { type FlowSource, flowSources, usedFlow } from "./used_flow.ts";

/** One run of one experiment on constrained classifiers, as data. */
export interface ConstraintSpec {
  readonly experiment: ConstraintExperiment;
  /** Decides every random number. */
  readonly seed: number;
  readonly budget: BudgetName;
}

/** A flow that classifiers used, and how far it is from the true one. */
export interface FlowScore {
  readonly source: FlowSource;
  readonly alpha: readonly number[];
  readonly angleDegrees: number;
}

/** All that a run has reached so far. */
export interface ConstraintResults {
  readonly flows: readonly FlowScore[];
  readonly scores: readonly ClassifierScore[];
}

export interface ConstraintRunOptions {
  /** File to keep finished classifiers in, and to go on from. */
  readonly checkpoint?: string;
  /** Begin anew even if there is a checkpoint. */
  readonly fresh?: boolean;
  readonly signal?: AbortSignal;
  readonly display: Display;
  readonly load?: LoadOptions;
  /** By default those of the budget. */
  readonly settings?: ConstraintSettings;
}

/**
 * Trains and tests all classifiers of an experiment, one seed; those that a checkpoint
 * holds are not trained again.
 *
 * @throws UserError for a seed that is none; a DataError when the data set is missing or
 * damaged; the signal's reason, if it is given up.
 */
export async function runConstraint(
  spec: ConstraintSpec,
  runtime: Runtime,
  options: ConstraintRunOptions,
): Promise<ConstraintResults> {
  const { experiment, seed, budget } = spec;
  checkSeed(seed);
  const { checkpoint, fresh, signal, display, load = {} } = options;
  const settings = options.settings ?? constraintSettings[budget];
  const fingerprint = fingerprintOf(spec, settings, runtime);
  if (fresh && checkpoint !== undefined) await removeIfThere(checkpoint);
  let results = await readResults(checkpoint, fingerprint);
  const data = await loadConstraintData(experiment, settings, seed, load);
  const cells = cellsOf(data, settings);
  const progress = display.progress(cells.length, experiment.id);
  settleTfjs();
  const score = createScoring(data, settings, seed);
  try {
    for (const source of flowSources) {
      const left = cells.filter((cell) =>
        flowOf(cell) === source && !isDone(cell, results)
      );
      if (left.length === 0) continue;
      const pairs = imagesOfPairs(data, settings, seed);
      const flow = await usedFlow(source, experiment, pairs, seed, signal);
      results = withFlow(results, scoreFlow(experiment, source, flow.alpha));
      const { basis } = experiment;
      const { poseSteps } = settings;
      const tools = flowTools({ basis, flow, data, poseSteps, seed });
      try {
        for (const cell of left) {
          const reached = await runPausable(score(cell, tools), { signal });
          results = { ...results, scores: [...results.scores, reached] };
          if (checkpoint !== undefined) {
            await writeResults(checkpoint, fingerprint, results);
          }
          progress.update(results.scores.length, {
            classifier: cell.kind.name,
            labels: cell.labels,
            wrong: reached.errors.moved.toFixed(4),
          });
        }
      } finally {
        tools.dispose();
      }
    }
    return results;
  } finally {
    progress.finish();
  }
}

/** A classifier that uses no flow is trained with those of the found one. */
const flowOf = ({ source }: Cell): FlowSource =>
  source === "none" ? "found" : source;

/** Every classifier that is trained, in order. */
function cellsOf(
  { labelled }: ConstraintData,
  settings: ConstraintSettings,
): Cell[] {
  const most = labelled.labels.length;
  const counts = [
    ...new Set(settings.labels.map((count) => Math.min(count, most))),
  ];
  return counts.flatMap((labels) =>
    classifierKinds
      .filter(({ spread }) => spread === "no" || labels <= MOST_SPREAD)
      .flatMap((kind): Cell[] => {
        if (!usesFlow(kind)) return [{ kind, source: "none", labels }];
        const sources = settings.compared.includes(labels)
          ? flowSources
          : ["found"] as const;
        return sources.map((source) => ({ kind, source, labels }));
      })
  );
}

const isDone = (
  { kind, source, labels }: Cell,
  { scores }: ConstraintResults,
): boolean =>
  scores.some((score) =>
    score.classifier === kind.name && score.source === source &&
    score.labels === labels
  );

function scoreFlow(
  { basis, transformation }: ConstraintExperiment,
  source: FlowSource,
  alpha: Float64Array,
): FlowScore {
  const { coefficients } = projectField(transformation.field, basis);
  const { angleDegrees } = generatorScores(alpha, coefficients);
  return { source, alpha: Array.from(alpha), angleDegrees };
}

const withFlow = (
  { flows, scores }: ConstraintResults,
  flow: FlowScore,
): ConstraintResults => ({
  scores,
  flows: [...flows.filter(({ source }) => source !== flow.source), flow],
});

/** A text that is the same for two runs exactly when they do the same. */
function fingerprintOf(
  { experiment, seed }: ConstraintSpec,
  settings: ConstraintSettings,
  runtime: Runtime,
): string {
  const { id, dataset, distribution, wrong } = experiment;
  const { steps, ...sizes } = settings;
  return JSON.stringify({
    version,
    experiment: id,
    dataset: dataset.name,
    distribution: distribution.name,
    wrong: [wrong.transformation.name, wrong.distribution.name],
    seed,
    // Infinity is null in JSON, and no other number of labels is.
    sizes,
    steps: [100, 1000, 10_000].map(steps),
    classifiers: classifierKinds,
    backend: runtime.backend,
    threads: runtime.threads,
  });
}

interface Saved {
  readonly fingerprint: string;
  readonly results: ConstraintResults;
}

/** The finished classifiers of the same run; none where there are none. */
async function readResults(
  path: string | undefined,
  fingerprint: string,
): Promise<ConstraintResults> {
  const text = path === undefined ? undefined : await readTextIfThere(path);
  const saved = text === undefined ? undefined : parsed(text);
  return saved?.fingerprint === fingerprint
    ? saved.results
    : { flows: [], scores: [] };
}

/** What a checkpoint says; undefined where it is damaged. */
function parsed(text: string): Saved | undefined {
  try {
    return JSON.parse(text) as Saved;
  } catch {
    return undefined;
  }
}

async function writeResults(
  path: string,
  fingerprint: string,
  results: ConstraintResults,
): Promise<void> {
  await makeFolder(path.slice(0, path.lastIndexOf("/")));
  const saved: Saved = { fingerprint, results };
  await writeWhole(path, JSON.stringify(saved));
}
