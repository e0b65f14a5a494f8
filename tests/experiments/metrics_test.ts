import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { scoreNames } from "./score_names.ts";
import { finishSmall, HELD, smallSpec } from "./small_run.ts";
import { version } from "#lib/experiments/run_spec.ts";

/** Paths of all numbers and words of metrics.json, as the design lists them. */
const PATHS = [
  "experiment",
  "dataset",
  "transformation",
  "distribution",
  "seed",
  "budget",
  "preset",
  "backend",
  "threads",
  "version",
  "model.latentChannels",
  "model.parameters",
  ...[
    "basis",
    "terms[]",
    "estimated[]",
    "true[]",
    "absoluteCosine",
    "angleDegrees",
    "name",
  ].map((key) => `generator.${key}`),
  "parameter.unit",
  "parameter.pairs",
  // A rotation has a period, and so scores on a circle.
  ...["network", "refined"].flatMap((of) =>
    ["failed", "medianAbsoluteError"].map((key) =>
      `parameter.${of}.onCircle.${key}`
    )
  ),
  ...scoreNames.map((key) => `parameter.network.${key}`),
  ...scoreNames.map((key) => `parameter.refined.${key}`),
  "parameter.baselines.normal.wassersteinOverStd",
  "parameter.baselines.uniform.wassersteinOverStd",
  ...["from", "to", "pairs", "network", "refined"].map((key) =>
    `parameter.errorByT[].${key}`
  ),
  ...["true", "network", "refined"].map((key) => `parameter.modes.${key}`),
  "reconstruction.transformed",
  "reconstruction.autoencoder",
  "reconstruction.identity",
  "reconstruction.meanImage",
  "flow.warpedMse",
  "flow.identityMse",
  "flow.explained",
  "training.steps",
  "training.pairsSeen",
  "training.seconds",
  "training.millisecondsPerStep",
  "training.megabytesPerStep",
  "training.resumed",
  "training.setbacks",
];

/** The paths of all leaves; the items of an array share one path. */
function pathsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) {
    const inside = path.includes(".modes.") ? path : `${path}[]`; // may be empty
    return [
      ...new Set([
        ...path.includes(".modes.") ? [path] : [],
        ...value.flatMap((item) => pathsOf(item, inside)),
      ]),
    ];
  }
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value)
    .flatMap(([key, item]) => pathsOf(item, path ? `${path}.${key}` : key));
}

Deno.test("metrics.json has exactly the listed keys, and finite numbers", async () => {
  const { metrics } = await finishSmall();
  assertEquals(pathsOf(metrics).toSorted(), PATHS.toSorted());
  // JSON would turn NaN and Infinity into null.
  assertEquals(JSON.parse(JSON.stringify(metrics)), metrics);
});

Deno.test("metrics name the run", async () => {
  const { metrics, runtime } = await finishSmall();
  const { experiment, seed, budget, preset } = smallSpec;
  const { generator } = metrics;
  assertEquals(
    metrics,
    {
      ...metrics,
      experiment: experiment.id,
      dataset: experiment.dataset.name,
      transformation: experiment.transformation.name,
      distribution: experiment.distribution.name,
      seed,
      budget,
      preset,
      backend: runtime.backend,
      threads: runtime.threads,
      version,
    },
  );
  assertEquals(generator.basis, experiment.basis.name);
  assertEquals(
    generator.terms,
    experiment.basis.terms.map(({ label }) => label),
  );
});

Deno.test("the generator's numbers agree with each other", async () => {
  const { generator } = (await finishSmall()).metrics;
  const { estimated, terms, absoluteCosine, angleDegrees } = generator;
  const truth = generator.true!;
  assertEquals([estimated.length, truth.length], [terms.length, terms.length]);
  assertAlmostEquals(Math.hypot(...estimated), 1, 1e-6);
  assertAlmostEquals(Math.hypot(...truth), 1, 1e-9);
  const cosine = estimated.reduce((sum, a, i) => sum + a * truth[i], 0);
  assert(cosine >= 0, "the gauge turns the estimate towards the truth");
  assertAlmostEquals(absoluteCosine!, cosine, 1e-6);
  assertAlmostEquals(
    angleDegrees!,
    Math.acos(absoluteCosine!) * 180 / Math.PI,
    1e-6,
  );
  // The field of a rotation has y ∂x and x ∂y with equal and opposite coefficients.
  const { experiment } = smallSpec;
  const at = (label: string) => truth[terms.indexOf(label)];
  assertEquals(experiment.transformation.name, "rotation");
  assertAlmostEquals(at("y ∂x"), -Math.SQRT1_2, 1e-9);
  assertAlmostEquals(at("x ∂y"), Math.SQRT1_2, 1e-9);
});

Deno.test("pairs, steps and times are those of the run", async () => {
  const { parameter, training } = (await finishSmall()).metrics;
  assertEquals(parameter.pairs, HELD);
  assertEquals(parameter.unit, "radians");
  assertEquals([training.steps, training.pairsSeen], [4, 4 * 16]);
  assertEquals(training.resumed, 0);
  assert(training.seconds > 0);
  assertAlmostEquals(
    training.millisecondsPerStep,
    1000 * training.seconds / 4,
    1e-9,
  );
});
