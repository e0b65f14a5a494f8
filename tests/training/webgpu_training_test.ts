import { assert, assertEquals } from "@std/assert";
import { startRuntime, useBackend } from "#lib/runtime/runtime.ts";
import type { StepReport, Trainer } from "#lib/training/trainer.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles } from "../needs.ts";
import { gpuAdapter } from "../runtime/gpu_need.ts";
import { smallTrainer } from "./small_trainer.ts";

/**
 * Number of steps per stage. A software adapter needs most of the time to compile
 * shaders.
 */
const STEPS = 4;

async function run(
  trainer: Trainer,
  next: () => StepReport | Promise<StepReport>,
): Promise<StepReport[]> {
  const reports: StepReport[] = [];
  const { state, settings } = trainer;
  while (state.step < settings.steps) reports.push(await next());
  return reports;
}

const valuesOf = ({ state }: Trainer): Map<string, Float32Array> =>
  new Map(
    state.parameters.map((
      { name, variable },
    ) => [name, variable.dataSync<"float32">()]),
  );

const distance = (a: Float32Array, b: Float32Array): number =>
  Math.hypot(...a.map((v, i) => v - b[i]));

/**
 * Differences of arrays of parameters, relative to how far the steps have moved each.
 */
function differences(
  found: Trainer,
  expected: Trainer,
  start: ReadonlyMap<string, Float32Array>,
): Map<string, number> {
  const actual = valuesOf(found);
  return new Map([...valuesOf(expected)].map(([name, values]) => [
    name,
    distance(actual.get(name)!, values) / distance(values, start.get(name)!),
  ]));
}

/**
 * Largest allowed difference. Measured: 1.3e-4 for the t-network's last bias, less for
 * the others. The pixel action is by Taylor's series on WebGPU and by Chebyshev's on
 * wasm, and Adam's first steps are equally long for small and large gradients.
 */
const AGREEMENT = 1e-3;

Deno.test({
  ...needs(projectFiles, gpuAdapter),
  name: "training steps on WebGPU are those on wasm, in both stages",
  async fn() {
    const { backend, training, evaluation } = await startRuntime({
      backend: "webgpu",
      threads: 1,
    });
    assertEquals([backend, training, evaluation], ["webgpu", "webgpu", "wasm"]);
    using onWasm = smallTrainer({ basinSteps: STEPS, jointSteps: STEPS });
    using onGpu = smallTrainer({ basinSteps: STEPS, jointSteps: STEPS });
    const start = valuesOf(onWasm);
    const expected = await run(onWasm, () => onWasm.advance());

    await useBackend(training, onGpu.tensors());
    const reports = await run(onGpu, () => onGpu.advanceLater());
    await useBackend(evaluation, onGpu.tensors());

    assertEquals(
      reports.map(({ step, stage }) => [step, stage]),
      expected.map(({ step, stage }) => [step, stage]),
    );
    reports.forEach(({ total, step }, i) =>
      allclose([total], [expected[i].total], { relative: 1e-5 }, `step ${step}`)
    );
    for (const [name, found] of differences(onGpu, onWasm, start)) {
      assert(found <= AGREEMENT, `${name}: ${found}`);
    }
    // One more step on one side would show.
    onWasm.state.step--;
    onWasm.advance();
    for (const [name, found] of differences(onGpu, onWasm, start)) {
      assert(found > 2 * AGREEMENT, `${name}, a step more: ${found}`);
    }
  },
});
