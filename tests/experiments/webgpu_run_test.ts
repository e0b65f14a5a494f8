import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { disposePrepared, prepare } from "#lib/experiments/prepare.ts";
import { finishRun, trainRun } from "#lib/experiments/run.ts";
import { startRuntime } from "#lib/runtime/runtime.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { gpuAdapter } from "../runtime/gpu_need.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { fewSteps, smallSpec } from "./small_run.ts";

Deno.test({
  ...needs(projectFiles, temporaryFolder, gpuAdapter),
  name:
    "a run on WebGPU goes over to wasm to be scored, and goes on from its checkpoint",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const runtime = await startRuntime({ backend: "webgpu", threads: 1 });
      const finish = async () => {
        const prepared = await prepare(smallSpec, {}, fewSteps);
        await trainRun(prepared, runtime, {
          checkpoint: `${folder}/run.npz`,
        });
        assertEquals(tf.getBackend(), "wasm");
        const { metrics, figures } = await finishRun(
          prepared,
          runtime,
        );
        disposePrepared(prepared);
        assert(figures.length > 0);
        return metrics;
      };
      const whole = await finish();
      assertEquals([whole.backend, whole.training.resumed], ["webgpu", 0]);
      assertAlmostEquals(Math.hypot(...whole.generator.estimated), 1, 1e-5);
      const again = await finish();
      assertEquals(again.training.resumed, 1);
      assertEquals(again.generator, whole.generator);
      assertEquals(again.parameter, whole.parameter);
    }),
});
