// Run by trained.ts in separate processes, for a process has only one runtime. Trains a
// small model with a backend through both stages, and prints its parameters.
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
