import type { ActionPlans } from "./action_forms.ts";
import { actionForms, actionGrids, sideOf } from "./action_grids.ts";
import type { ActionReply } from "./action_job.ts";
import {
  type ActionBatches,
  type ActionCase,
  actionMeasures,
  SCIPY_PAIRS,
  type ScipyReply,
  works,
} from "./action_measures.ts";
import type { ActionMeasures } from "./action_result.ts";
import { measureInTurn } from "./measure_in_turn.ts";
import { ownPeers, scipyPeer, type Session } from "./session.ts";

const BATCHES: ActionBatches = {
  forward: [64, 512, 4096],
  gradients: [64, 512],
};
const QUICK_BATCHES: ActionBatches = { ...BATCHES, forward: [64, 512] };

/**
 * Number of operations of the largest action that is timed, which takes some seconds.
 */
const MOST_OPERATIONS = 5e11;
const QUICK_OPERATIONS = 5e10;

/**
 * Times the action on every grid at every batch size.
 *
 * @param plans One entry per grid.
 */
export async function measureActions(
  session: Session,
  plans: readonly ActionPlans[],
): Promise<ActionMeasures> {
  const batches = session.quick ? QUICK_BATCHES : BATCHES;
  const most = session.quick ? QUICK_OPERATIONS : MOST_OPERATIONS;
  const commands = [...ownPeers(session), scipyPeer(session)];
  const { answers, reasons } = await measureInTurn<
    ActionCase,
    ActionReply | ScipyReply
  >(session, commands, {
    cases: actionGrids.flatMap((_, grid) => casesOf(grid, batches))
      .filter((asked) => operationsOf(asked, plans) <= most),
    rounds: session.quick ? 1 : 3,
    requestOf,
    what: "exponential action",
  });
  return { ...actionMeasures(answers, batches, plans), reasons };
}

/** Number of rows of the operands in the folder. */
export const actionRows: number = SCIPY_PAIRS;

function casesOf(grid: number, batches: ActionBatches): ActionCase[] {
  const forms = actionForms.filter((form) =>
    actionGrids[grid].forms.includes(form)
  );
  return [
    { grid, batch: null },
    ...works(batches).flatMap((work) =>
      forms.map((form) => ({ grid, ...work, form }))
    ),
  ];
}

/** Counts additions and multiplications. Gradients need two more products per term. */
export function operationsOf(
  asked: ActionCase,
  plans: readonly ActionPlans[],
): number {
  if (asked.batch === null) return 0;
  const side = sideOf(actionGrids[asked.grid]);
  const { dense, lines } = plans[asked.grid];
  const factor = 2 * asked.batch * (asked.work === "gradients" ? 3 : 1);
  return asked.form === "dense"
    ? factor * dense.substeps * dense.terms * side ** 4
    : factor * lines!.terms * 2 * side ** 3;
}

function requestOf(asked: ActionCase, peer: string): object | null {
  if ((peer === "scipy") !== (asked.batch === null)) return null;
  const common = { run: "action", rows: SCIPY_PAIRS };
  if (asked.batch !== null) return { ...common, ...asked };
  const { frame, margin } = actionGrids[asked.grid];
  return { ...common, grid: asked.grid, frame, margin };
}
