// Prints the time of one standard run, phase by phase.
// deno run --allow-read --allow-write=results --allow-ffi --allow-env=VIRTUAL_ENV,CONDA_PREFIX,PATH bench/profile_run.ts [EXPERIMENT] [BACKEND]
import process from "node:process";
import { choosePairs } from "#lib/datasets/choose_pairs.ts";
import { networkT } from "#lib/model/network_t.ts";
import { main } from "#lib/cli/main.ts";
import { textTable } from "#lib/display/text_table.ts";
import { experimentById } from "#lib/experiments/catalogue.ts";
import { evaluateRun } from "#lib/experiments/evaluate.ts";
import {
  disposePrepared,
  prepare,
  splitPairs,
} from "#lib/experiments/prepare.ts";
import { finishRun, trainRun } from "#lib/experiments/run.ts";
import { writeRun } from "#lib/experiments/write_run.ts";
import { refinedT } from "#lib/matching/refined_t.ts";
import { oneOf } from "#lib/runtime/errors.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { backendChoices, startRuntime } from "#lib/runtime/runtime.ts";
import { batchOrder } from "#lib/training/batches.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

const [id = "mnist-rotation-large", backend = "wasm"] = Deno.args;
/** A moment: seconds since the process began, and CPU seconds of all its threads. */
interface Moment {
  readonly wall: number;
  readonly cpu: number;
}

function now(): Moment {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now() / 1000, cpu: (user + system) / 1e6 };
}

interface Phase extends Moment {
  readonly name: string;
}

const between = (name: string, from: Moment, to: Moment): Phase => ({
  name,
  wall: to.wall - from.wall,
  cpu: to.cpu - from.cpu,
});

const again: Phase[] = [];

/** Times a part of a phase once more, alone. */
async function alone<T>(name: string, part: () => T | Promise<T>): Promise<T> {
  const start = now();
  const result = await part();
  again.push(between(name, start, now()));
  return result;
}

await main(async () => {
  const experiment = experimentById(id);
  await inTemporaryFolder(async (folder) => {
    const loaded = now();
    const runtime = await startRuntime({
      backend: oneOf("backend", backendChoices, backend),
    });
    const started = now();
    const spec = {
      experiment,
      seed: 0,
      budget: "standard",
      preset: "stable",
    } as const;
    const prepared = await prepare(spec);
    const ready = now();
    const moments: Moment[] = [];
    await trainRun(prepared, runtime, {
      checkpoint: `${folder}/checkpoint.npz`,
      onStep: () => {
        moments.push(now());
      },
    });
    const trained = now();
    const result = await finishRun(prepared, runtime);
    const finished = now();
    await writeRun(`${folder}/run`, result);
    const written = now();

    const { basinSteps } = prepared.trainer.settings.curriculum;
    const [basin, registered] = moments.slice(basinSteps - 1, basinSteps + 1);
    const joint = prepared.trainer.settings.steps - basinSteps;
    const phases = [
      between("loading of modules", { wall: 0, cpu: 0 }, loaded),
      between("start of the runtime", loaded, started),
      between("data, pairs and model", started, ready),
      between(`${basinSteps} basin steps`, ready, basin),
      between("registration, matching, first taught step", basin, registered),
      between(`${joint - 1} taught steps`, registered, trained),
      between("evaluation, numbers, figures as SVG", trained, finished),
      between("PNG, files", finished, written),
    ];

    const { pixelFlow, model } = prepared.trainer;
    const { pairs } = await alone(
      "of data, pairs and model: the training pairs",
      () => splitPairs(spec, "train", {}),
    );
    const { steps, batchSize, curriculum } = prepared.trainer.settings;
    const numbersOf = batchOrder(pairs.count, batchSize, spec.seed);
    const drawn = new Set<number>();
    for (let step = curriculum.basinSteps; step < steps; step++) {
      numbersOf(step).forEach((pair) => drawn.add(pair));
    }
    const some = choosePairs(pairs, [...drawn]);
    const t = runAtOnce(networkT(model, pixelFlow, some));
    const alpha = model.alpha.dataSync();
    await alone(
      `of the registration: matching the ${drawn.size} pairs that are drawn`,
      () => runAtOnce(refinedT(some, experiment.basis, alpha, t)),
    );
    await alone(
      "of evaluation and figures: evaluation",
      () => evaluateRun(prepared),
    );
    disposePrepared(prepared);

    const whole = between("whole run", { wall: 0, cpu: 0 }, written);
    const row = ({ name, wall, cpu }: Phase) => ({
      phase: name,
      s: wall.toFixed(1),
      share: `${(100 * wall / whole.wall).toFixed(0)} %`,
      "CPU, s": cpu.toFixed(1),
      "cores used": (cpu / wall).toFixed(2),
    });
    console.log(`${id}, ${runtime.description}\n`);
    console.log(textTable([...phases, whole].map(row)));
    console.log("\nmeasured once more, alone\n");
    console.log(textTable(again.map(row)));
  });
  return 0;
});
