import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  isAlphaFixed,
  learningRateAt,
  stageAt,
  stagesWithSteps,
  stepsOfAdam,
} from "#lib/training/schedule.ts";
import { gradientSettings, stableSettings } from "#lib/training/settings.ts";
import { allclose } from "../allclose.ts";

const settings = {
  ...gradientSettings({ basinSteps: 30, jointSteps: 70 }),
  decay: { kind: "cosine", share: 0.4 } as const,
  learningRate: { autoencoder: 1e-3, tNetwork: 2e-3, alpha: 3e-2 },
};
const groups = ["autoencoder", "tNetwork", "alpha"] as const;

Deno.test("the stages have the given lengths", () => {
  assertEquals(settings.steps, 100);
  const stages = Array.from(
    { length: 100 },
    (_, step) => stageAt(settings, step),
  );
  assertEquals(stages.indexOf("joint"), 30);
  assertEquals(stages.lastIndexOf("basin"), 29);
});

for (const group of groups) {
  Deno.test(`the rate of ${group} is constant, then a half cosine down to zero`, () => {
    const rate = (step: number) => learningRateAt(settings, group, step);
    const full = settings.learningRate[group];
    for (const step of [0, 1, 30, 59, 60]) assertEquals(rate(step), full);
    assertAlmostEquals(rate(70), full * (1 + Math.SQRT1_2) / 2, 1e-12);
    assertAlmostEquals(rate(80), full / 2, 1e-12);
    assertAlmostEquals(rate(100), 0, 1e-12);
    for (let step = 60; step < 100; step++) {
      assert(rate(step + 1) < rate(step), `step ${step}`);
    }
  });
}

Deno.test("without decay the rate is constant", () => {
  const constant = {
    ...settings,
    decay: { kind: "cosine", share: 0 } as const,
  };
  for (const step of [0, 50, 99, 100]) {
    assertEquals(learningRateAt(constant, "alpha", step), 3e-2);
  }
});

Deno.test("with decay in steps the rate falls by its factor at each interval", () => {
  const stepped = {
    ...settings,
    decay: { kind: "steps", every: 30, factor: 0.1 } as const,
  };
  for (const [step, factor] of [[0, 1], [29, 1], [30, 0.1], [89, 0.01]]) {
    const rate = learningRateAt(stepped, "alpha", step);
    allclose([rate], [factor * settings.learningRate.alpha], {
      relative: 1e-12,
    });
  }
});

const registered = stableSettings({ basinSteps: 30, jointSteps: 40 });
const untaught = {
  ...gradientSettings({ basinSteps: 30, jointSteps: 40 }),
  registration: { pairs: 10, taught: 0 },
};

Deno.test("there is a fine stage only if no matched t teach", () => {
  const stages = (of: typeof untaught) =>
    stagesWithSteps(of).map(({ stage, step }) => [stage, step]);
  assertEquals(
    stages({ ...untaught, registration: registered.registration! }),
    [
      ["basin", 0],
      ["joint", 30],
    ],
  );
  assertEquals(stages(untaught), [["basin", 0], ["joint", 30], ["fine", 58]]);
});

Deno.test("from the registration on alpha is fixed, and Adam counts from 0", () => {
  for (const fixing of [registered, untaught]) {
    assertEquals(
      [0, 29, 30, 59].map((step) => isAlphaFixed(fixing, step)),
      [false, false, true, true],
    );
    assertEquals([0, 29, 30, 59].map((step) => stepsOfAdam(fixing, step)), [
      0,
      29,
      0,
      29,
    ]);
  }
  for (const step of [0, 30, 99]) {
    assertEquals(isAlphaFixed(settings, step), false);
    assertEquals(stepsOfAdam(settings, step), step);
  }
});

Deno.test("the rates of stable fall over 40 % of its joint steps, to zero", () => {
  const { steps } = registered;
  assertEquals(steps, 70);
  const rate = (step: number) => learningRateAt(registered, "tNetwork", step);
  const full = registered.learningRate.tNetwork;
  for (const step of [0, 30, 54]) assertAlmostEquals(rate(step), full, 1e-12);
  assertAlmostEquals(rate(62), full / 2, 1e-12);
  assertAlmostEquals(rate(70), 0, 1e-12);
});
