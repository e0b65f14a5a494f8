// Prints the training time of `stable` in seconds, and its errors on held-out pairs, by
// the number of steps after the registration; with its own optimisers, or with Adam
// alone.
// deno run --allow-read --allow-ffi --allow-env=VIRTUAL_ENV,CONDA_PREFIX,PATH \
//   bench/time_to_error.ts EXPERIMENT STEPS,STEPS,... [adam]
import { experimentById } from "#lib/experiments/catalogue.ts";
import { evaluateRun } from "#lib/experiments/evaluate.ts";
import { disposePrepared, prepare } from "#lib/experiments/prepare.ts";
import { trainRun } from "#lib/experiments/run.ts";
import { startRuntime } from "#lib/runtime/runtime.ts";
import {
  stableSettings,
  type TrainingSettings,
} from "#lib/training/settings.ts";

/** Number of steps before the registration. */
const BASIN_STEPS = 300;

const [id = "mnist-rotation-large", counts = "200,400,700", optimiser] =
  Deno.args;

const settingsFor = (jointSteps: number): TrainingSettings => ({
  ...stableSettings({ basinSteps: BASIN_STEPS, jointSteps }),
  ...optimiser === "adam" && { muon: undefined },
});

const runtime = await startRuntime();
console.log(runtime.description);
console.log(`${id}, ${optimiser ?? "Muon and Adam"}`);
console.log(
  "steps  seconds, all  seconds, after the registration  transformed  autoencoder  t: correlation  W1/std",
);
for (const steps of counts.split(",").map(Number)) {
  const prepared = await prepare(
    {
      experiment: experimentById(id),
      seed: 0,
      budget: "standard",
      preset: "stable",
    },
    {},
    () => settingsFor(steps),
  );
  const times = [performance.now()];
  await trainRun(prepared, runtime, {
    onStep: ({ stage }) => {
      if (stage === "joint" && times.length === 1) {
        times.push(performance.now());
      }
    },
  });
  times.push(performance.now());
  const [all, taught] = times.slice(0, 2)
    .map((from) => (times[2] - from) / 1000);
  const { reconstruction, scored } = await evaluateRun(prepared);
  const { transformed, autoencoder } = reconstruction;
  const { correlation, wassersteinOverStd } = scored!.network;
  console.log([
    steps,
    all.toFixed(1),
    taught.toFixed(1),
    transformed.toFixed(5),
    autoencoder.toFixed(5),
    correlation?.toFixed(5),
    wassersteinOverStd.toFixed(5),
  ].join("  "));
  disposePrepared(prepared);
}
