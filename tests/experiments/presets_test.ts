import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { isDeepStrictEqual } from "node:util";
import { ablations } from "#lib/experiments/ablations.ts";
import { trainRun } from "#lib/experiments/run.ts";
import { type PresetName, presets } from "#lib/experiments/run_spec.ts";
import { estimate } from "#lib/evaluation/estimate.ts";
import type { TrainingSettings } from "#lib/training/settings.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { prepareSmall, smallSpec } from "./small_run.ts";

for (const preset of Object.keys(presets) as PresetName[]) {
  Deno.test(`a small run in the preset ${preset} trains and estimates finite numbers`, async () => {
    using run = await prepareSmall({ ...smallSpec, preset });
    assert(await trainRun(run, await startTestRuntime()));
    const { history } = run.trainer.state;
    assert(history.every(({ total }) => Number.isFinite(total)));
    const { model, pixelFlow } = run.trainer;
    const found = await estimate(model, pixelFlow, run.held.pairs);
    for (const values of Object.values(found)) {
      assert(values.every(Number.isFinite));
    }
  });
}

const stages = { basinSteps: 30, jointSteps: 70 };

Deno.test("stable-batch-1024 is without-registration with larger batches", () => {
  assertEquals(presets["stable-batch-1024"](stages), {
    ...presets["without-registration"](stages),
    batchSize: 1024,
  });
});

Deno.test("the preset paper is the paper's loss, without additions", () => {
  const { matching, latentTermsMove, curriculum, steps } = presets.paper(
    stages,
  );
  assertEquals(matching.grid, {
    resolution: "full",
    form: { kind: "plain" },
  });
  assertEquals([matching.order, matching.pairs], [1, 512]);
  assertEquals(matching.fine, undefined);
  assertEquals(latentTermsMove, { t: true, alpha: true });
  assertEquals([curriculum.basinSteps, steps], [0, 100]);
});

Deno.test("each preset adds one ingredient to the one before, at the same number of steps", () => {
  const of = (preset: PresetName) => {
    const { matching, latentTermsMove, curriculum, steps } = presets[preset](
      stages,
    );
    assertEquals(steps, 100);
    return {
      order: matching.order,
      basin: curriculum.basinSteps,
      form: matching.grid.form.kind,
      fine: matching.fine !== undefined,
      latentTermsMove: latentTermsMove.t,
    };
  };
  const paper = {
    order: 1,
    basin: 0,
    form: "plain",
    fine: false,
    latentTermsMove: true,
  } as const;
  const third = { ...paper, order: 3 };
  const curriculum = { ...third, order: "exact", basin: 30 };
  const tapered = { ...curriculum, form: "tapered" };
  assertEquals<unknown>(of("paper"), paper);
  assertEquals<unknown>(of("paper-order-3"), third);
  assertEquals<unknown>(of("paper-curriculum"), curriculum);
  assertEquals<unknown>(of("paper-tapered"), tapered);
  assertEquals<unknown>(of("without-registration"), {
    ...tapered,
    fine: true,
    latentTermsMove: false,
  });
});

for (const [name, { of, settings }] of Object.entries(ablations)) {
  Deno.test(`the preset ${name} is ${of} with something changed, in the budget's steps`, () => {
    const changed = presets[name as PresetName](stages);
    assertEquals(changed, settings(stages));
    assertNotEquals(changed, presets[of](stages));
    assertEquals(changed.steps, 100);
  });
}

/** Names of the settings that differ; a nested setting counts as one. */
const differing = (a: TrainingSettings, b: TrainingSettings) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => {
    const name = key as keyof TrainingSettings;
    return !isDeepStrictEqual(a[name], b[name]);
  });

Deno.test("stable registers and teaches, its ablations leave out one or the other", () => {
  const stable = presets.stable(stages);
  const gradient = presets["without-registration"](stages);
  const untaught = presets["without-teaching"](stages);
  assert(stable.registration!.taught > 0);
  assertEquals(gradient.registration, undefined);
  assertEquals(untaught.registration, { ...stable.registration!, taught: 0 });
  // Teaching needs larger steps in smaller batches, and its own decay.
  assertEquals(differing(untaught, gradient), ["registration"]);
  assertEquals(differing(stable, untaught).toSorted(), [
    "batchSize",
    "decay",
    "heldOut",
    "learningRate",
    "muon",
    "registration",
  ]);
});
