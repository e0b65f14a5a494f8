import { assert, assertEquals, assertNotEquals } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { type BudgetName, budgets } from "#lib/experiments/budgets.ts";
import type { Experiment } from "#lib/experiments/catalogue.ts";
import {
  fingerprintOf,
  type PresetName,
  presets,
  type RunSpec,
  settingsOf,
  version,
} from "#lib/experiments/run_spec.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import {
  type DerivativeName,
  derivativeOperators,
  usualDerivative,
} from "#lib/lie/derivative_operators.ts";
import { normalModes, uniform } from "#lib/random/distributions.ts";
import type { Runtime } from "#lib/runtime/runtime.ts";
import { smallExperiment, smallSpec } from "./small_run.ts";

const runtime: Runtime = {
  backend: "wasm",
  description: "any",
  threads: 1,
  training: "wasm",
  evaluation: "wasm",
};

Deno.test("the version is deno.json's", () => {
  assertEquals(version, config.version);
});

Deno.test("a budget is a number of steps and nothing else", () => {
  for (const preset of Object.keys(presets) as PresetName[]) {
    const rest = (Object.keys(budgets) as BudgetName[]).map((budget) => {
      const { steps, curriculum, decay, ...others } = settingsOf({
        ...smallSpec,
        preset,
        budget,
      });
      const { basinSteps, jointSteps, taughtSteps } = budgets[budget];
      const after = others.registration?.taught ? taughtSteps : jointSteps;
      assertEquals(steps, basinSteps + after);
      // The preset paper has only one stage.
      assert([0, basinSteps].includes(curriculum.basinSteps));
      // If matched t teach, the decay is a share of the joint steps.
      const share = "share" in decay && others.registration?.taught
        ? decay.share * steps / taughtSteps
        : 0;
      return {
        ...others,
        decay: share > 0 ? Number(share.toFixed(12)) : decay,
        curriculum: { ...curriculum, basinSteps: 0 },
      };
    });
    for (const others of rest) assertEquals(others, rest[0]);
  }
});

Deno.test("budgets grow", () => {
  const { quick, standard, long } = budgets;
  for (const name of ["jointSteps", "taughtSteps"] as const) {
    const steps = [quick, standard, long]
      .map((budget) => budget.basinSteps + budget[name]);
    assertEquals(steps, steps.toSorted((a, b) => a - b));
    assertEquals(new Set(steps).size, 3);
  }
});

Deno.test("the fingerprint contains every setting, and is the same for the same run", () => {
  const print = fingerprintOf(smallSpec, runtime);
  assertEquals(
    fingerprintOf({ ...smallSpec, experiment: { ...smallExperiment } }, {
      ...runtime,
      description: "worded otherwise",
    }),
    print,
  );
  assertEquals(JSON.parse(print).settings, settingsOf(smallSpec));
});

const { distribution, dataset } = smallExperiment;
const [low, high] = distribution.support;
const of = (change: Partial<Experiment>): Partial<RunSpec> => ({
  experiment: { ...smallExperiment, ...change },
});

const changes: Readonly<Record<string, Partial<RunSpec>>> = {
  "another seed": { seed: 4 },
  "another budget": { budget: "standard" },
  "another experiment": of({ id: "another" }),
  "another basis": of({ basis: affine }),
  "another preset": { preset: "paper" },
  "other partners": of({ partners: "others" }),
  "another data set": of({ dataset: { ...dataset, name: "another" } }),
  "another transformation": of({ transformation: transformations.shear }),
  "another distribution": of({ distribution: normalModes([0], 0.1) }),
  "a distribution a little wider": of({
    distribution: uniform(low, high + 1e-6),
  }),
};

for (const [what, change] of Object.entries(changes)) {
  Deno.test(`${what} has another fingerprint`, () => {
    assertNotEquals(
      fingerprintOf({ ...smallSpec, ...change }, runtime),
      fingerprintOf(smallSpec, runtime),
    );
  });
}

const withOperator = (derivative: DerivativeName) =>
  of({
    architecture: { ...smallExperiment.architecture, derivative },
  });

Deno.test("each derivative operator has a different fingerprint; the default's is that without one", () => {
  const names = Object.keys(derivativeOperators) as DerivativeName[];
  const prints = names.map((name) =>
    fingerprintOf({ ...smallSpec, ...withOperator(name) }, runtime)
  );
  assertEquals(new Set(prints).size, names.length);
  const print = fingerprintOf(smallSpec, runtime);
  assertEquals(prints[names.indexOf(usualDerivative)], print);
  // Fingerprints from before there was a choice of operators remain valid.
  assertEquals(JSON.parse(print).architecture, smallExperiment.architecture);
  assert(!print.includes("derivative"), print);
});

Deno.test("another backend or number of threads has another fingerprint", () => {
  const print = fingerprintOf(smallSpec, runtime);
  for (const other of [{ backend: "blas" }, { threads: 2 }] as const) {
    assertNotEquals(fingerprintOf(smallSpec, { ...runtime, ...other }), print);
  }
});
