// Measures on request, as one peer: reads one JSON request per line, and answers with
// one line of JSON. Arguments: the backend, and the number of threads if not all.
import process from "node:process";
import { type BackendChoice, startRuntime } from "#lib/runtime/runtime.ts";
import { measureAction, writeActions } from "./action_job.ts";
import { measureClassifier } from "./classifier_job.ts";
import { writeClassifiers } from "./classifier_state.ts";
import { measureProducts } from "./product_job.ts";
import { profileTrainer } from "./profile_job.ts";
import { serve } from "./serve.ts";
import { measureStep } from "./step_job.ts";
import { prepareState } from "./step_state_job.ts";
import { measureTraining } from "./training_job.ts";
import { prepareTraining } from "./training_state.ts";

/** Highest memory of this process so far, in MiB. */
const peakMemory = () => ({
  mebibytes: process.resourceUsage().maxRSS / 1024,
});

async function start(): Promise<object> {
  const [backend, threads] = Deno.args;
  const { description, threads: used } = await startRuntime({
    backend: backend as BackendChoice,
    threads: threads === undefined ? undefined : Number(threads),
  });
  return { description, threads: used };
}

await serve(start, {
  prepareState,
  writeActions,
  writeClassifiers,
  prepareTraining,
  step: measureStep,
  train: measureTraining,
  classifierStep: measureClassifier,
  profile: profileTrainer,
  products: measureProducts,
  action: measureAction,
  memory: peakMemory,
});
