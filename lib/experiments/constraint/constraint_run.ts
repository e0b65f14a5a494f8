import type { LoadOptions } from "../../datasets/load_options.ts";
import type { Display } from "../../display/display.ts";
import { generatorScores } from "../../evaluation/generator_scores.ts";
import { projectField } from "../../lie/basis.ts";
import { removeIfThere } from "../../runtime/files.ts";
import { runPausable } from "../../runtime/pausable.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { settleTfjs } from "../../runtime/settle.ts";
import { checkSeed } from "../prepare.ts";
import { classifierCells, flowOf, isDone } from "./classifier_cells.ts";
import { createScoring } from "./classifier_scores.ts";
import type { ConstraintExperiment } from "./constraint_catalogue.ts";
import { imagesOfPairs, loadConstraintData } from "./constraint_data.ts";
import {
  type ConstraintResults,
  type KeptFlow,
  readResults,
  writeResults,
} from "./constraint_results.ts";
import {
  type ConstraintSettings,
  constraintSettings,
} from "./constraint_settings.ts";
import {
  constraintFingerprint,
  type ConstraintSpec,
} from "./constraint_spec.ts";
import { flowTools } from "./flow_tools.ts";
import {
  flowOfTimes,
  flowSources,
  type UsedFlow,
  usedFlow,
} from "./used_flow.ts";

export interface ConstraintRunOptions {
  /** File of the finished classifiers, which the run also continues from. */
  readonly checkpoint?: string;
  /** Whether to start again even if there is a checkpoint. */
  readonly fresh?: boolean;
  readonly signal?: AbortSignal;
  readonly display: Display;
  readonly load?: LoadOptions;
  /** Sizes and lengths, by default those of the budget. */
  readonly settings?: ConstraintSettings;
}

/**
 * Trains and tests all classifiers of an experiment for one seed. Those in the
 * checkpoint are not trained again.
 *
 * @throws UserError for an invalid seed; a DataError if the data set is missing or
 * damaged; the signal's reason, if it is aborted.
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
  const fingerprint = constraintFingerprint(spec, settings, runtime);
  if (fresh && checkpoint !== undefined) await removeIfThere(checkpoint);
  let results = await readResults(checkpoint, fingerprint);
  const data = await loadConstraintData(experiment, settings, seed, load);
  const cells = classifierCells(data.labelled.labels.length, settings);
  const progress = display.progress(cells.length, experiment.id);
  settleTfjs();
  const score = createScoring(data, settings, seed);
  try {
    for (const source of flowSources) {
      const left = cells.filter((cell) =>
        flowOf(cell) === source && !isDone(cell, results.scores)
      );
      if (left.length === 0) continue;
      const pairs = imagesOfPairs(data, settings, seed);
      const kept = results.flows.find((flow) => flow.source === source);
      const flow = kept === undefined
        ? await usedFlow(source, experiment, pairs, seed, signal)
        : flowOfTimes(
          source,
          experiment,
          Float64Array.from(kept.alpha),
          Float64Array.from(kept.times),
        );
      results = withFlow(results, keptFlow(experiment, flow));
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

function keptFlow(
  { basis, transformation }: ConstraintExperiment,
  { source, alpha, times }: UsedFlow,
): KeptFlow {
  const { coefficients } = projectField(transformation.field, basis);
  const { angleDegrees } = generatorScores(alpha, coefficients);
  return {
    source,
    alpha: Array.from(alpha),
    angleDegrees,
    times: Array.from(times),
  };
}

const withFlow = (
  { flows, scores }: ConstraintResults,
  flow: KeptFlow,
): ConstraintResults => ({
  scores,
  flows: [...flows.filter(({ source }) => source !== flow.source), flow],
});
