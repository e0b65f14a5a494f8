import { assert, assertEquals } from "@std/assert";
import { silentDisplay } from "#lib/display/silent.ts";
import {
  finishSeveral,
  trainSeveral,
} from "#lib/experiments/several/several_run.ts";
import { valueAt } from "#lib/experiments/value_at.ts";
import { severalScores } from "#lib/study/measures.ts";
import { severalSummary } from "#lib/experiments/several/several_plan.ts";
import { allclose } from "../../allclose.ts";
import { needs, projectFiles, temporaryFolder } from "../../needs.ts";
import { parseSvg, saysNothing } from "../../figures/parse_svg.ts";
import { startTestRuntime } from "../../start_runtime.ts";
import { inTemporaryFolder } from "../../temporary_folder.ts";
import { HELD, prepareSmallSeveral } from "./small_several.ts";

const runtime = await startTestRuntime();
const display = silentDisplay();

Deno.test("a run finds the space of its generators, and the transformation of each pair", async () => {
  using prepared = await prepareSmallSeveral();
  assert(await trainSeveral(prepared, runtime, { display }));
  const { metrics, figures, files, evaluation } = await finishSeveral(
    prepared,
    runtime,
  );
  const { generator, parameter, reconstruction, training } = metrics;
  assert(generator.angleDegrees < 1, String(generator.angleDegrees));
  assertEquals(generator.principalAnglesDegrees.length, 2);
  assert(parameter.refined.displacement.median < 0.05);
  assert(parameter.withoutMotion.median > 0.5);
  assertEquals(parameter.refined.perGenerator.length, 2);
  for (const { correlation, slope } of parameter.refined.perGenerator) {
    assert(correlation > 0.99 && Math.abs(slope - 1) < 0.05);
  }
  assert(Object.values(reconstruction).every((error) => error > 0));
  assertEquals([training.steps, training.pairs], [4, 24]);
  assertEquals(evaluation.network.parameters.length, 2 * HELD);
  assertEquals(figures.map(({ name }) => name), [
    "fields",
    "parameters",
    "pair-rows",
    "latent-flow",
    "training-curves",
  ]);
  for (const { svg, caption } of figures) {
    parseSvg({ svg });
    assertEquals(saysNothing({ svg }), false);
    assert(caption.length > 20);
  }
  const names = files.map(([name]) => name);
  for (const { name } of figures) assert(names.includes(`${name}.png`));
  for (const name of ["metrics.json", "history.csv", "parameters_true.npy"]) {
    assert(names.includes(name), name);
  }
  assert(severalSummary(metrics).includes("px by the t-network"));
  for (const { name, path } of severalScores) {
    assert(Number.isFinite(valueAt(metrics, path)), `${name}: ${path}`);
  }
  assertEquals(valueAt(metrics, severalScores[0].path), 2);
});

Deno.test({
  ...needs(projectFiles, temporaryFolder),
  name:
    "a run that was interrupted and goes on from its checkpoint is the same",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      using whole = await prepareSmallSeveral();
      await trainSeveral(whole, runtime, { display });
      using stopped = await prepareSmallSeveral();
      const abort = new AbortController();
      const checkpoint = `${folder}/run.npz`;
      const options = { checkpoint, display };
      const inTwo = {
        ...display,
        progress: () => ({
          update: (step: number) => {
            if (step === 2) abort.abort();
          },
          finish() {},
        }),
      };
      const { signal } = abort;
      const done = await trainSeveral(stopped, runtime, {
        ...options,
        display: inTwo,
        signal,
      });
      assertEquals([done, stopped.trainer.state.step], [false, 2]);
      using resumed = await prepareSmallSeveral();
      assert(await trainSeveral(resumed, runtime, options));
      assertEquals(resumed.trainer.state.resumed, 1);
      for (const name of ["space", "generators"] as const) {
        assertEquals(
          resumed.trainer.model[name].dataSync(),
          whole.trainer.model[name].dataSync(),
        );
      }
      const losses = ({ trainer }: typeof whole) =>
        trainer.state.history.map(({ total }) => total);
      allclose(losses(resumed), losses(whole), { absolute: 0 });
    }),
});
