import { assert, assertEquals } from "@std/assert";
import { startRuntime, useBackend } from "#lib/runtime/runtime.ts";
import type { StepReport, Trainer } from "#lib/training/trainer.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles } from "../needs.ts";
import { gpuAdapter } from "../runtime/gpu_need.ts";
import { smallTrainer } from "./small_trainer.ts";

/** Compiling its shaders takes a software adapter most of the time. */
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

/** Relative to how far the steps have moved each array of parameters. */
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
 * Found is 1.3e-4 for the t-network's last bias, less for the others: the pixel
 * action is Taylor's here and Chebyshev's there, and Adam's first steps are as
 * long for small gradients as for large ones.
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
    // One step more on one side would be seen.
    onWasm.state.step--;
    onWasm.advance();
    for (const [name, found] of differences(onGpu, onWasm, start)) {
      assert(found > 2 * AGREEMENT, `${name}, a step more: ${found}`);
    }
  },
});
