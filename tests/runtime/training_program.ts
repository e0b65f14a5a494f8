// Run by backends_agree_test.ts in processes of their own, for a runtime is
// global to one: trains a small model with a backend through both stages, and
// says what became of its parameters.
import { type BackendChoice, startRuntime } from "#lib/runtime/runtime.ts";
import { smallTrainer } from "../training/small_trainer.ts";

const [backend, basinSteps, jointSteps] = Deno.args;
const runtime = await startRuntime({ backend: backend as BackendChoice });
using trainer = smallTrainer({
  basinSteps: Number(basinSteps),
  jointSteps: Number(jointSteps),
});
const { state, settings } = trainer;
while (state.step < settings.steps) trainer.advance();
console.log(JSON.stringify({
  backend: runtime.backend,
  parameters: state.parameters.map(({ name, variable }) => ({
    name,
    values: [...variable.dataSync()],
  })),
}));
Deno.exit(0);
