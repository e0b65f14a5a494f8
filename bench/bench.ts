// deno task bench: this project's speed beside PyTorch's, SciPy's and OpenCV's.
import { main } from "#lib/cli/main.ts";
import type { ActionPlans } from "./action_forms.ts";
import { preparingCommand } from "./commands.ts";
import { describeMachine, type Machine } from "./machine.ts";
import { actionRows, measureActions } from "./measure_actions.ts";
import { measureClassifiers } from "./measure_classifiers.ts";
import { measureExperiment } from "./measure_experiments.ts";
import { measureProducts } from "./measure_products.ts";
import { measureRegistration } from "./measure_registration.ts";
import { measureWholeTraining } from "./measure_training.ts";
import { measureSteps, type PreparedModel } from "./measure_steps.ts";
import { type BenchModel, modelsToTime } from "./models.ts";
import { benchHelp, benchOptions } from "./options.ts";
import { type Peer, startPeer } from "./peer.ts";
import { findPython } from "./python.ts";
import { type BenchResult, benchResult } from "./result.ts";
import type { Session } from "./session.ts";
import type { StepState } from "./step_state.ts";
import {
  benchTables,
  classifierTables,
  registrationTables,
  stepTables,
  wholeTrainingTables,
} from "./tables.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

/** Load average of the last minute below which a machine counts as idle. */
const IDLE_LOAD = 0.5;

async function bench(args: readonly string[]): Promise<number> {
  const options = benchOptions(args);
  if (options.help) {
    console.log(benchHelp);
    return 0;
  }
  const python = await findPython(options.python);
  await inTemporaryFolder(async (folder, ending) => {
    const session: Session = {
      folder,
      ending,
      quick: options.quick,
      python,
      // The named Python's environment is where a BLAS may be, too.
      environment: options.python === undefined || python.prefix === undefined
        ? {}
        : { VIRTUAL_ENV: python.prefix },
      note: (text) => console.error(text),
    };
    // Now, before the load is our own.
    const machine = describeMachine(python);
    if (machine.loadAverage > IDLE_LOAD) {
      session.note(
        `the machine is not idle (load ${machine.loadAverage}): expect distorted times`,
      );
    }
    const say = <Result>(result: Result, tables: (result: Result) => string) =>
      console.log(
        options.json ? JSON.stringify(result, null, 2) : tables(result),
      );
    if (options.only === "steps") {
      session.note("preparing a training state");
      const { models } = await prepareAll(session);
      const training = await measureSteps(session, models);
      say({ quick: options.quick, machine, training }, stepTables);
    } else if (options.only === "training") {
      const training = await measureWholeTraining(session);
      say({ quick: options.quick, machine, training }, wholeTrainingTables);
    } else if (options.only === "registration") {
      const registration = await measureRegistration(session);
      say({ quick: options.quick, machine, registration }, registrationTables);
    } else if (options.only === "constraint") {
      const constraint = await measureClassifiers(session);
      say({ quick: options.quick, machine, constraint }, classifierTables);
    } else say(await measure(session, machine), benchTables);
  });
  return 0;
}

async function measure(
  session: Session,
  machine: Machine,
): Promise<BenchResult> {
  session.note("preparing a training state");
  const { models, plans } = await prepareAll(session);
  return benchResult({
    quick: session.quick,
    machine,
    training: await measureSteps(session, models),
    products: await measureProducts(session, models[0].state),
    action: await measureActions(session, plans),
    registration: await measureRegistration(session),
    constraint: await measureClassifiers(session),
    experiment: session.quick ? null : await measureExperiment(session),
  });
}

interface AllPrepared {
  readonly models: readonly PreparedModel[];
  /** One a grid. */
  readonly plans: readonly ActionPlans[];
}

/** In a process of its own, so that it does not count as anyone's memory. */
async function prepareAll(session: Session): Promise<AllPrepared> {
  const { folder, environment, quick } = session;
  const peer = await startPeer(preparingCommand(environment));
  try {
    const models: PreparedModel[] = [];
    for (const model of modelsToTime(quick)) {
      const own = `${folder}/${model.name}`;
      await Deno.mkdir(own);
      models.push({
        model,
        folder: own,
        state: await prepareModel(peer, model, own),
      });
    }
    const { plans } = await peer.ask<{ plans: ActionPlans[] }>(
      { run: "writeActions", folder, rows: actionRows },
    );
    return { models, plans };
  } finally {
    await peer.close();
  }
}

function prepareModel(
  peer: Peer,
  model: BenchModel,
  folder: string,
): Promise<StepState> {
  return peer.ask({ run: "prepareState", ...model, folder });
}

await main(bench);
