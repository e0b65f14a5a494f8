import {
  catalogue,
  distributionName,
  type Experiment,
  transformationName,
} from "./catalogue.ts";
import {
  demonstrate,
  type Demonstration,
  demonstrationFigure,
  demonstrations,
} from "./demonstrations.ts";
import { expectedBytes, expectedSeconds } from "./expected_time.ts";
import {
  type MethodMetrics,
  type MethodSpec,
  runMethod,
} from "./method_run.ts";
import { isMethod } from "./methods.ts";
import type { Metrics } from "./metrics.ts";
import { disposePrepared, prepare } from "./prepare.ts";
import { finishRun, trainRun } from "./run.ts";
import { type RunSpec, variedSpec } from "./run_spec.ts";
import { constraintCatalogue } from "./constraint/constraint_catalogue.ts";
import { listedConstraint } from "./constraint/constraint_plan.ts";
import { severalCatalogue } from "./several/several_catalogue.ts";
import { listedSeveral } from "./several/several_plan.ts";
import { loadOptionsIn, trainIn } from "./train_in_work.ts";
import { watchTraining } from "./watch.ts";
import { writeFigures, writeRun } from "./write_run.ts";
import type { Listed, Outcome, Planned, WorkContext } from "./planned.ts";

/** Everything that a command can run, the paper's experiments first. */
export const everything: readonly Listed[] = [
  ...catalogue.filter(({ figure }) => figure !== "").map(listedExperiment),
  ...demonstrations.map(listedDemonstration),
  ...catalogue.filter(({ figure }) => figure === "").map(listedExperiment),
  ...severalCatalogue.map(listedSeveral),
  ...constraintCatalogue.map(listedConstraint),
];

function listedExperiment(experiment: Experiment): Listed {
  return {
    id: experiment.id,
    figure: experiment.figure,
    dataset: experiment.dataset.name,
    transformation: transformationName(experiment),
    distribution: distributionName(experiment),
    plan: ({ seeds, budget, presets, variation }) =>
      presets.flatMap((preset) =>
        seeds.map((seed) => {
          const plain = { experiment, seed, budget };
          const spec = variation === undefined
            ? plain
            : variedSpec(plain, variation);
          const named = presets.length > 1;
          return isMethod(preset)
            ? plannedMethod({ ...spec, preset }, named)
            : plannedRun({ ...spec, preset }, named);
        })
      ),
  };
}

function listedDemonstration(demonstration: Demonstration): Listed {
  const { id, figure, imageName, transformation, times } = demonstration;
  return {
    id,
    figure,
    dataset: imageName,
    transformation: transformation.name,
    distribution: `${times[0]} to ${times.at(-1)}`,
    plan: () => [plannedDemonstration(demonstration)],
  };
}

/**
 * Plans one run.
 *
 * @param named Whether the preset is a part of the folder's name.
 */
export function plannedRun(spec: RunSpec, named = false): Planned {
  const { experiment, budget, preset, variation } = spec;
  const facts = factsOf(spec, named);
  return {
    ...facts,
    ...(preset === "stable" && budget !== "quick" && variation === undefined
      ? { targets: experiment.targets }
      : {}),
    secondsOn: (runtime) => expectedSeconds(spec, runtime),
    run: (context) => runSpec(spec, facts.folder, context),
  };
}

/** Seconds for loading, fitting and scoring. */
const METHOD_SECONDS = 60;

/** Plans one run that trains no network. */
function plannedMethod(spec: MethodSpec, named: boolean): Planned {
  const facts = factsOf(spec, named);
  return {
    ...facts,
    secondsOn: () => METHOD_SECONDS,
    async run({ out, runtime, display, signal, folders }) {
      const folder = `${out}/${facts.folder}`;
      const metrics = await runMethod(spec, folder, runtime, {
        directory: folders?.[spec.experiment.dataset.name],
        onNote: (line) => display.text(line),
        progress: (total, label) => display.progress(total, label),
        signal,
      });
      return { metrics, figures: [], summary: summaryOf(metrics) };
    },
  };
}

/** The description of a run, its folder, and the command that repeats it. */
function factsOf(spec: RunSpec | MethodSpec, named: boolean) {
  const { experiment, seed, budget, preset, variation } = spec;
  const varied = variation === undefined
    ? []
    : [`${variation.name}=${variation.value}`];
  return {
    id: experiment.id,
    title: experiment.title,
    figure: experiment.figure,
    seed,
    preset,
    bytes: expectedBytes(experiment),
    folder: [
      experiment.id,
      ...named ? [preset] : [],
      ...varied,
      `seed-${seed}`,
    ].join("/"),
    command: [
      `deno task reproduce --only ${experiment.id} --seed ${seed} --budget ${budget} --preset ${preset}`,
      ...varied.map((assignment) => `--vary ${assignment}`),
    ].join(" "),
  };
}

async function runSpec(
  spec: RunSpec,
  folder: string,
  context: WorkContext,
): Promise<Outcome | undefined> {
  const { out, fresh, runtime, display, signal } = context;
  const { dataset } = spec.experiment;
  const prepared = await prepare(spec, loadOptionsIn(context, dataset.name));
  try {
    const trained = await trainIn(
      context,
      folder,
      prepared.trainer,
      (checkpoint) => {
        const watch = watchTraining(prepared, display);
        return trainRun(prepared, runtime, {
          checkpoint,
          fresh,
          signal,
          onStep: watch.onStep,
          onNote: (line) => display.text(line),
        }).finally(watch.finish);
      },
    );
    if (trained === false) return undefined;
    const result = await finishRun(prepared, runtime);
    await writeRun(`${out}/${folder}`, result);
    const { metrics, figures, panels } = result;
    const outcome = { metrics, figures, panels, summary: summaryOf(metrics) };
    return trained === true ? outcome : { ...outcome, error: trained.message };
  } finally {
    disposePrepared(prepared);
  }
}

function summaryOf(metrics: Metrics | MethodMetrics): string {
  const { generator, parameter, flow, training } = metrics;
  const work = "model" in metrics ? "training" : "fitting";
  const { absoluteCosine, angleDegrees, name } = generator;
  const { network, refined } = parameter;
  return [
    name,
    ...(absoluteCosine === null || angleDegrees === null
      ? [`the flow explains ${(100 * flow.explained).toFixed(1)} %`]
      : [
        `|cos| ${absoluteCosine.toFixed(6)} (${
          angleDegrees.toFixed(3)
        } degrees)`,
      ]),
    ...Object.entries({ network, refined }).flatMap(([name, scores]) =>
      scores === null
        ? []
        : [`W1/std ${name} ${scores.wassersteinOverStd.toFixed(4)}`]
    ),
    `${training.seconds.toFixed(0)} s of ${work}`,
  ].join("; ");
}

/** Seconds for drawing a demonstration. */
const DEMONSTRATION_SECONDS = 5;

function plannedDemonstration(demonstration: Demonstration): Planned {
  const { id, title, figure } = demonstration;
  return {
    id,
    title,
    figure,
    folder: id,
    command: `deno task reproduce --only ${id}`,
    secondsOn: () => DEMONSTRATION_SECONDS,
    async run({ out }) {
      const demonstrated = demonstrate(demonstration);
      const figures = [demonstrationFigure(demonstration, demonstrated)];
      await writeFigures(`${out}/${id}`, figures);
      const largest = Math.max(...demonstrated.differences);
      return {
        figures,
        summary: `exp(-tG) and the exact map differ by at most ${
          (100 * largest).toFixed(1)
        } % of the image's norm`,
      };
    },
  };
}
