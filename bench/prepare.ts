import type { ActionPlans } from "./action_forms.ts";
import { actionRows } from "./measure_actions.ts";
import type { PreparedModel } from "./measure_steps.ts";
import { modelsToTime } from "./models.ts";
import { type Session, withPreparer } from "./session.ts";

/** Writes the training states of the models that are timed. */
export function prepareModels(session: Session): Promise<PreparedModel[]> {
  session.note("preparing a training state");
  return withPreparer(session, async (peer) => {
    const models: PreparedModel[] = [];
    for (const model of modelsToTime(session.quick)) {
      const folder = `${session.folder}/${model.name}`;
      await Deno.mkdir(folder);
      const request = { run: "prepareState", ...model, folder };
      models.push({ model, folder, state: await peer.ask(request) });
    }
    return models;
  });
}

/** Writes the operands of the exponential actions; returns one plan per grid. */
export function prepareActions(
  session: Session,
): Promise<readonly ActionPlans[]> {
  const { folder } = session;
  return withPreparer(session, async (peer) => {
    const request = { run: "writeActions", folder, rows: actionRows };
    const { plans } = await peer.ask<{ plans: ActionPlans[] }>(request);
    return plans;
  });
}
