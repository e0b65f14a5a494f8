// Run by trained.ts in processes of their own, for a runtime is
// global to one: trains a small model with a backend through both stages, and
// says what became of its parameters.
import { type BackendChoice, startRuntime } from "#lib/runtime/runtime.ts";
import { smallTrainer } from "../training/small_trainer.ts";
import type { TrainedOptions } from "./trained.ts";

const [backend, basinSteps, jointSteps, options] = Deno.args;
const { threads, width }: TrainedOptions = JSON.parse(options);
const runtime = await startRuntime({
  backend: backend as BackendChoice,
  threads,
});
using trainer = smallTrainer({
  basinSteps: Number(basinSteps),
  jointSteps: Number(jointSteps),
  width,
});
const { state, settings } = trainer;
while (state.step < settings.steps) trainer.advance();
console.log(JSON.stringify({
  backend: runtime.backend,
  threads: runtime.threads,
  parameters: state.parameters.map(({ name, variable }) => ({
    name,
    values: [...variable.dataSync()],
  })),
}));
Deno.exit(0);
