import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { spectrumOf } from "#lib/lie/eigenvalues.ts";
import {
  type DerivativeName,
  derivativeOperators,
} from "#lib/lie/derivative_operators.ts";
import { combine, generatorStack } from "#lib/lie/generator.ts";
import { trueCoefficients } from "#lib/experiments/catalogue.ts";
import { metricsOf } from "#lib/experiments/metrics.ts";
import { evaluateRun } from "#lib/experiments/evaluate.ts";
import {
  basisMatricesOf,
  generatorMatrixOf,
} from "#lib/experiments/figures_of.ts";
import { plannedRun } from "#lib/experiments/plan.ts";
import { finishRun, trainRun } from "#lib/experiments/run.ts";
import { budgetNames } from "#lib/experiments/budgets.ts";
import {
  fingerprintOf,
  type PresetName,
  presets,
  settingsOf,
  variedSpec,
} from "#lib/experiments/run_spec.ts";
import { usualValue } from "#lib/experiments/usual_value.ts";
import { variationOf, variations } from "#lib/experiments/variations.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { saysNothing } from "../figures/parse_svg.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { prepareSmall, unregisteredSpec } from "./small_run.ts";

/** For each variation a value that is not the default. */
const unusual: Readonly<Record<string, string>> = {
  "weight-latent": "0.5",
  "weight-reconstruction": "0",
  "weight-matching": "3",
  "weight-sparsity": "0.2",
  "batch-size": "8",
  "latent-size": "6",
  "derivative": "cubic-spline",
  "pairs": "20",
  "t-range": "0.5",
  "noise": "0.1",
  "interpolation": "cubic-spline",
};

Deno.test("every variation is tested", () => {
  assertEquals(variations.map(({ name }) => name), Object.keys(unusual));
});

for (const [name, value] of Object.entries(unusual)) {
  const spec = variedSpec(unregisteredSpec, variationOf(name, value));

  Deno.test(`${name}=${value}: a run trains, differs from one without, and says so`, async () => {
    const runtime = await startTestRuntime();
    assertNotEquals(
      fingerprintOf(spec, runtime),
      fingerprintOf(unregisteredSpec, runtime),
    );
    using run = await prepareSmall(spec);
    assert(await trainRun(run, runtime));
    const evaluation = await evaluateRun(run);
    assert(evaluation.alpha.every(Number.isFinite));
    const metrics = metricsOf(run, evaluation, { runtime, megabytes: 1 });
    assertEquals(metrics.variation, { name, value });
    assertEquals(metrics.parameter.pairs, 40);
    const { folder, command, targets } = plannedRun(spec);
    assertEquals(folder, `${spec.experiment.id}/${name}=${value}/seed-3`);
    assert(command.endsWith(` --vary ${name}=${value}`), command);
    assertEquals(targets, undefined);
  });
}

// 3 is the smallest that a generator can move, 4 is even, and 12 and 16 are large.
for (const cells of [3, 4, 12, 16]) {
  Deno.test(`latent-size=${cells}: a run ends with the eigenvalues of its generator`, async () => {
    const runtime = await startTestRuntime();
    const size = variationOf("latent-size", String(cells));
    using run = await prepareSmall(variedSpec(unregisteredSpec, size));
    assert(await trainRun(run, runtime));
    const { evaluation, figures } = await finishRun(run, runtime);
    const { eigenvalues, scored } = evaluation;
    for (const spectrum of [eigenvalues, scored!.eigenvalues]) {
      assertEquals(
        spectrum.kind === "found" && spectrum.values.length,
        cells ** 2,
      );
    }
    for (const figure of figures) assert(!saysNothing(figure), figure.name);
  });
}

for (const name of Object.keys(derivativeOperators) as DerivativeName[]) {
  Deno.test(`derivative=${name}: codes, eigenvalues and the generator's matrix use one operator`, async () => {
    const runtime = await startTestRuntime();
    using run = await prepareSmall(
      variedSpec(unregisteredSpec, variationOf("derivative", name)),
    );
    assert(await trainRun(run, runtime));
    const { basis, architecture: { latentSize } } = unregisteredSpec.experiment;
    const stack = generatorStack(basis, latentSize, derivativeOperators[name]);
    assertEquals(run.trainer.model.flow.generators, stack);
    const { evaluation, figures } = await finishRun(run, runtime);
    const { alpha, scale, scored } = evaluation;
    const length = Math.abs(scale);
    assertEquals(
      evaluation.eigenvalues,
      spectrumOf(combine(stack, alpha.map((a) => a * length))),
    );
    assertEquals(
      scored!.eigenvalues,
      spectrumOf(
        combine(stack, trueCoefficients(unregisteredSpec.experiment)!),
      ),
    );
    for (const figure of figures) assert(!saysNothing(figure), figure.name);
  });
}

Deno.test("the figures of the basis and of the generator show the run's operator", async () => {
  const names = Object.keys(derivativeOperators);
  const shown = { basis: new Set<string>(), generator: new Set<string>() };
  for (const name of names) {
    using run = await prepareSmall(
      variedSpec(unregisteredSpec, variationOf("derivative", name)),
    );
    shown.basis.add(basisMatricesOf(run).svg);
    shown.generator.add(generatorMatrixOf(run, await evaluateRun(run)).svg);
  }
  assertEquals(shown.basis.size, names.length);
  assertEquals(shown.generator.size, names.length);
});

Deno.test("the variations pairs and noise change the training images", async () => {
  using usual = await prepareSmall(unregisteredSpec);
  using few = await prepareSmall(
    variedSpec(unregisteredSpec, variationOf("pairs", "20")),
  );
  using noisy = await prepareSmall(
    variedSpec(unregisteredSpec, variationOf("noise", "0.1")),
  );
  const change = noisy.held.pairs.x0.map((value, i) =>
    value - usual.held.pairs.x0[i]
  );
  const inside = [...change].filter((_, i) => {
    const value = usual.held.pairs.x0[i];
    return value > 0.4 && value < 0.6;
  });
  const sd = Math.sqrt(
    inside.reduce((sum, v) => sum + v * v, 0) / inside.length,
  );
  assert(Math.abs(sd - 0.1) < 0.02, `${sd} in ${inside.length} pixels`);
  assertEquals(noisy.held.truth?.t, usual.held.truth?.t);
  assertEquals(few.held.pairs, usual.held.pairs);
  assertEquals(few.trainer.settings.batchSize, 16);
});

const { experiment } = unregisteredSpec;
const runs = Object.keys(presets).flatMap((preset) =>
  budgetNames.map((budget) => ({ preset: preset as PresetName, budget }))
);

for (const { name, usual } of variations) {
  if (usual === undefined) continue;

  Deno.test(`${name} at its usual value changes nothing`, async () => {
    const specs = runs.map((run) => ({ ...unregisteredSpec, ...run }));
    for (const spec of specs) {
      const value = usualValue(name, { ...spec, experiment: experiment.id });
      const { variation, experiment: varied } = variedSpec(
        spec,
        variationOf(name, value!),
      );
      assertEquals(settingsOf({ ...spec, variation }), settingsOf(spec));
      assertEquals(varied.architecture, experiment.architecture);
    }
    const value = usualValue(name, { ...specs[0], experiment: experiment.id })!;
    using plain = await prepareSmall(unregisteredSpec);
    using same = await prepareSmall(
      variedSpec(unregisteredSpec, variationOf(name, value)),
    );
    assertEquals(same.held.pairs, plain.held.pairs);
    assertEquals(same.held.truth?.t, plain.held.truth?.t);
  });
}

Deno.test("an unknown variation or run has no usual value", () => {
  const known = {
    experiment: experiment.id,
    preset: "stable",
    budget: "quick",
  };
  assertEquals(usualValue("batch-size", known), "128");
  for (
    const [name, run] of [
      ["pairs", known],
      ["colour", known],
      ["batch-size", { ...known, experiment: "mnist" }],
      ["batch-size", { ...known, preset: "constructor" }],
      ["batch-size", { ...known, budget: "toString" }],
    ] as const
  ) assertEquals(usualValue(name, run), undefined, name);
});

const wrong: readonly [string, string, string][] = [
  ["colour", "1", "--vary: expected one of weight-latent, "],
  [
    "pairs",
    "1",
    '--vary: pairs: expected an integer from 2 to 60000, found "1"',
  ],
  ["pairs", "2.5", "--vary: pairs: expected an integer from 2 to 60000"],
  [
    "latent-size",
    "2",
    '--vary: latent-size: expected an integer from 3 to 16, found "2"',
  ],
  ["noise", "-1", "--vary: noise: expected a number from 0 to 1"],
  ["noise", "NaN", "--vary: noise: expected a number from 0 to 1"],
  ["t-range", "", "--vary: t-range: expected a number from 0.01 to 20"],
  ["t-range", "0x1", "--vary: t-range: expected a number from 0.01 to 20"],
  [
    "derivative",
    "bicubic",
    '--vary: derivative: expected one of shannon-whittaker, cubic-spline-periodic, cubic-spline, cubic-spline-mirror, found "bicubic"',
  ],
  [
    "interpolation",
    "best",
    '--vary: interpolation: expected one of bilinear, nearest, cubic-spline, bicubic, found "best"',
  ],
];

for (const [name, value, message] of wrong) {
  Deno.test(`${name}=${value} is turned away`, () => {
    const error = assertThrows(() => variationOf(name, value), UserError);
    assertEquals(error.message.slice(0, message.length), message);
  });
}
