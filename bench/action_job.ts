import * as tf from "@tensorflow/tfjs";
import { exponentialAction } from "#lib/lie/exponential_action.ts";
import { actionGrids, actionOperands } from "./action_grids.ts";
import { writeFloats } from "./step_state.ts";

export interface ActionRequest {
  /** Number of the grid. */
  readonly grid: number;
  readonly batch: number;
  /** Rows of the result to give back. */
  readonly rows: number;
}

export interface ActionReply {
  /** Of the whole batch. */
  readonly ms: number;
  /** The first rows of the result. */
  readonly values: readonly number[];
}

/** Short actions are repeated for so long, and their time is the mean. */
const BURST_MS = 50;

/** Times the action on a batch, without gradients. */
export function measureAction(
  { grid, batch, rows }: ActionRequest,
): ActionReply {
  const { generator, t, x, plan } = actionOperands(actionGrids[grid], batch);
  const cells = x.length / batch;
  return tf.tidy(() => {
    const g = tf.tensor2d(generator, [cells, cells]);
    const [times, images] = [tf.tensor1d(t), tf.tensor2d(x, [batch, cells])];
    const act = () => exponentialAction(g, times, images, plan);
    const values = [...tf.slice(act(), 0, rows).dataSync()];
    let count = 0;
    const start = performance.now();
    do {
      act().dispose();
      count++;
    } while (performance.now() - start < BURST_MS);
    return { ms: (performance.now() - start) / count, values };
  });
}

export interface WriteActionsRequest {
  readonly folder: string;
  readonly rows: number;
}

/** Leaves the first rows of every grid's operands in a folder, for peers. */
export async function writeActions(
  { folder, rows }: WriteActionsRequest,
): Promise<object> {
  const plans = [];
  for (const [i, grid] of actionGrids.entries()) {
    const { generator, t, x, plan } = actionOperands(grid, rows);
    await writeFloats(folder, `action-${i}`, generator, t, x);
    plans.push(plan);
  }
  return { plans };
}
