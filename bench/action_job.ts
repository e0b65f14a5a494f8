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

/** Without gradients, or with those with respect to alpha and t. */
export const actionWorks = ["forward", "gradients"] as const;
export type ActionWork = typeof actionWorks[number];

export interface ActionRequest {
  /** Number of the grid. */
  readonly grid: number;
  readonly form: ActionForm;
  readonly work: ActionWork;
  readonly batch: number;
  /** Rows of the result to give back. */
  readonly rows: number;
}

export interface ActionReply {
  /** Of the whole batch. */
  readonly ms: number;
  /** The first rows of the result; empty where gradients were asked for. */
  readonly values: readonly number[];
  /** The form that the project itself takes. */
  readonly taken: ActionForm;
}

/** Short actions are repeated for so long, and their time is the mean. */
const BURST_MS = 50;

/** An action that takes longer than this is timed at once, the first time. */
const LONG_MS = 1000;

const grids = new Map<number, GridActions>();

/** Times the action on a batch, from alpha and t on. */
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

/** The gradients of a mean squared distance, as in L_alpha. */
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

/** The mean time of runs that take so long together, one at least. */
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

/** Leaves the first rows of every grid's operands in a folder, for peers. */
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
