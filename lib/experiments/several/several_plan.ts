import type { Runtime } from "../../runtime/runtime.ts";
import { expectedSecondsOf } from "../expected_time.ts";
import { planStable } from "../plan_stable.ts";
import type { Listed, Outcome, WorkContext } from "../planned.ts";
import { loadOptionsIn, trainIn } from "../train_in_work.ts";
import { writeFiles } from "../write_run.ts";
import type { SeveralExperiment } from "./several_catalogue.ts";
import type { SeveralMetrics } from "./several_metrics.ts";
import { disposeSeveral, prepareSeveral } from "./several_prepare.ts";
import { finishSeveral, trainSeveral } from "./several_run.ts";
import { settingsOfSeveral, type SeveralSpec } from "./several_spec.ts";

/** An experiment of several generators, as an entry of `--list`. */
export function listedSeveral(experiment: SeveralExperiment): Listed {
  const { id, figure, dataset, group, distribution } = experiment;
  return {
    id,
    figure,
    dataset: dataset.name,
    transformation: group.name,
    distribution: distribution.name,
    plan: planStable(
      "several generators",
      experiment,
      ({ seed, budget, folder }) => {
        const spec = { experiment, seed, budget };
        return {
          secondsOn: (runtime) => secondsOf(spec, runtime),
          run: (context) => runSeveral(spec, folder, context),
        };
      },
    ),
  };
}

/**
 * Seconds for matching a pair, seconds for the fit of the space, and number of held-out
 * pairs.
 */
const SECONDS_PER_PAIR = 0.006, FIT_SECONDS = 30, HELD_PAIRS = 2000;

function secondsOf(spec: SeveralSpec, runtime: Runtime): number {
  const settings = settingsOfSeveral(spec);
  return FIT_SECONDS + SECONDS_PER_PAIR * (settings.matched + HELD_PAIRS) +
    expectedSecondsOf(spec.experiment, settings, runtime);
}

async function runSeveral(
  spec: SeveralSpec,
  folder: string,
  context: WorkContext,
): Promise<Outcome | undefined> {
  const { out, fresh, runtime, display, signal } = context;
  const { dataset } = spec.experiment;
  const prepared = await prepareSeveral(
    spec,
    loadOptionsIn(context, dataset.name),
  );
  try {
    const trained = await trainIn(
      context,
      folder,
      prepared.trainer,
      (checkpoint) =>
        trainSeveral(prepared, runtime, { checkpoint, fresh, signal, display }),
    );
    if (trained === false) return undefined;
    const { files, ...result } = await finishSeveral(prepared, runtime);
    await writeFiles(`${out}/${folder}`, files);
    const { metrics, figures } = result;
    const outcome = { metrics, figures, summary: severalSummary(metrics) };
    return trained === true ? outcome : { ...outcome, error: trained.message };
  } finally {
    disposeSeveral(prepared);
  }
}

/** Summarises a run in one line. */
export function severalSummary(
  { generator, parameter, mixture, training }: SeveralMetrics,
): string {
  const { network, refined, withoutMotion } = parameter;
  const angles = generator.principalAnglesDegrees.map((a) => a.toFixed(3));
  return [
    `principal angles ${angles.join(", ")} degrees`,
    `median distance of a pair's transformation ${
      refined.displacement.median.toFixed(4)
    } px matched, ${
      network.displacement.median.toFixed(2)
    } px by the t-network, ${
      withoutMotion.median.toFixed(2)
    } px without motion`,
    mixture.scored === null
      ? `one generator per pair would leave ${
        (100 * mixture.left).toFixed(1)
      } % of the explained change`
      : `${
        (100 * mixture.scored.assigned).toFixed(1)
      } % of the pairs assigned to the generator that moved them`,
    `${training.seconds.toFixed(0)} s of training`,
  ].join("; ");
}
