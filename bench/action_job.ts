import * as tf from "@tensorflow/tfjs";
import { squaredError } from "#lib/training/losses.ts";
import {
  type Action,
  type ActionPlans,
  actionPlans,
  type GridActions,
  gridActions,
} from "./action_forms.ts";
import {
  actionAlpha,
  type ActionForm,
  actionGenerator,
  actionGrids,
  actionOperands,
} from "./action_grids.ts";
import { writeFloats } from "./step_state.ts";

/** The action without gradients, and with the gradients with respect to alpha and t. */
export const actionWorks = ["forward", "gradients"] as const;
export type ActionWork = typeof actionWorks[number];

export interface ActionRequest {
  /** Index of the grid. */
  readonly grid: number;
  readonly form: ActionForm;
  readonly work: ActionWork;
  readonly batch: number;
  /** Number of rows of the result to return. */
  readonly rows: number;
}

export interface ActionReply {
  /** Time of the whole batch, ms. */
  readonly ms: number;
  /** The first rows of the result; empty if gradients were requested. */
  readonly values: readonly number[];
  /** The form that the project itself uses. */
  readonly taken: ActionForm;
}

/** Total time for which short actions are repeated; the result is the mean. */
const BURST_MS = 50;

/** Time from which on an action is measured once, without repeats. */
const LONG_MS = 1000;

const grids = new Map<number, GridActions>();

/** Times the action on a batch, given alpha and t. */
export function measureAction(
  { grid, form, work, batch, rows }: ActionRequest,
): ActionReply {
  if (!grids.has(grid)) grids.set(grid, gridActions(actionGrids[grid]));
  const { actionOn, taken } = grids.get(grid)!;
  const operands = actionOperands(actionGrids[grid], batch);
  return tf.tidy(() => {
    const alpha = tf.tensor1d(Float32Array.from(actionAlpha));
    const t = tf.tensor1d(operands.t);
    const cells = operands.x.length / batch;
    const images = tf.tensor2d(operands.x, [batch, cells]);
    const action = actionOn(form, images);
    const forward = work === "forward";
    const once = forward
      ? () => void action(alpha, t)
      : () => differentiate(action, alpha, t, images);
    const values = forward
      ? [...tf.slice(action(alpha, t), 0, rows).dataSync()]
      : [];
    return { ms: timeOf(once), values, taken };
  });
}

/** Computes the gradients of a mean squared distance, as in L_alpha. */
function differentiate(
  action: Action,
  alpha: tf.Tensor1D,
  t: tf.Tensor1D,
  images: tf.Tensor2D,
): void {
  tf.grads((alpha, t) =>
    squaredError(action(alpha as tf.Tensor1D, t as tf.Tensor1D), images)
  )([alpha, t]);
}

function timeOf(once: () => void): number {
  const first = burst(once, 0);
  return first > LONG_MS ? first : burst(once, BURST_MS);
}

/**
 * Computes the mean time of repeated runs, at least one, over at least a given time.
 */
function burst(once: () => void, leastMs: number): number {
  let count = 0;
  const start = performance.now();
  do {
    tf.tidy(once);
    count++;
  } while (performance.now() - start < leastMs);
  return (performance.now() - start) / count;
}

export interface WriteActionsRequest {
  readonly folder: string;
  readonly rows: number;
}

/**
 * Writes the first rows of every grid's operands into a folder, for the other peers.
 */
export async function writeActions(
  { folder, rows }: WriteActionsRequest,
): Promise<{ readonly plans: readonly ActionPlans[] }> {
  for (const [i, grid] of actionGrids.entries()) {
    const { t, x } = actionOperands(grid, rows);
    const generator = actionGenerator(grid);
    await writeFloats(folder, `action-${i}`, generator, t, x);
  }
  return { plans: actionGrids.map(actionPlans) };
}
