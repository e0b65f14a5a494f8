import * as tf from "@tensorflow/tfjs";
import { quadratic } from "#lib/lie/basis.ts";
import { type ActionPlan, exactPlan } from "#lib/lie/action_plan.ts";
import { exponentialAction } from "#lib/model/exponential_action.ts";
import { chebyshevSeries, type LineSeries } from "#lib/lie/line_series.ts";
import { createNormBound } from "#lib/lie/norm_bound.ts";
import { combineStack, createLatentFlow } from "#lib/model/latent_flow.ts";
import { movePixels } from "#lib/model/move_pixels.ts";
import { createPixelFlow, pixelPlan } from "#lib/model/pixel_flow.ts";
import { directLines } from "#lib/runtime/direct.ts";
import {
  actionAlpha,
  type ActionForm,
  type ActionGrid,
  LARGEST_T,
  sideOf,
} from "./action_grids.ts";

/** Truncation of the exponential in the two forms. */
export interface ActionPlans {
  /** Plan of Taylor's series. */
  readonly dense: ActionPlan;
  /** Chebyshev's series; null if the grid has no line matrices. */
  readonly lines: LineSeries | null;
}

/** Relative error of both forms, for any image. */
const TOLERANCE = 1e-5;

export function actionPlans(grid: ActionGrid): ActionPlans {
  const { frame, margin, forms } = grid;
  const bound = createNormBound(quadratic, frame, margin)(actionAlpha);
  return {
    dense: exactPlan(LARGEST_T * bound, TOLERANCE),
    lines: forms.includes("lines")
      ? chebyshevSeries(LARGEST_T, bound, TOLERANCE)
      : null,
  };
}

/**
 * A function from alpha `[terms]` and t `[rows]` to the moved frames,
 * `[rows, frame^2]`.
 */
export type Action = (alpha: tf.Tensor1D, t: tf.Tensor1D) => tf.Tensor2D;

/** The action on one grid, for any number of images. */
export interface GridActions {
  /**
   * Prepares the action.
   *
   * @param images `[rows, frame^2]`.
   */
  readonly actionOn: (form: ActionForm, images: tf.Tensor2D) => Action;
  /** The form that the project itself uses on this grid. */
  readonly taken: ActionForm;
}

export function gridActions(grid: ActionGrid): GridActions {
  const { frame, margin } = grid;
  const plans = actionPlans(grid);
  if (plans.lines === null) {
    const { stack } = createLatentFlow(quadratic, frame);
    const stackOf = () => stack;
    return {
      actionOn: (_, images) => denseAction(grid, stackOf, plans.dense, images),
      taken: "dense",
    };
  }
  const plan = { ...plans, lines: plans.lines };
  const flow = createPixelFlow(quadratic, frame, {
    resolution: "full",
    form: { kind: "tapered", margin },
  });
  const own = pixelPlan(flow, actionAlpha, LARGEST_T);
  return {
    actionOn: (form, images) =>
      form === "dense"
        ? denseAction(grid, flow.dense, plan.dense, images)
        : (alpha, t) => movePixels(flow, alpha, t, images, plan),
    taken: directLines() === undefined || own.lines === undefined
      ? "dense"
      : "lines",
  };
}

/** The action with the generator as one dense matrix over the grid's cells. */
function denseAction(
  grid: ActionGrid,
  stack: () => tf.Tensor2D,
  plan: ActionPlan,
  images: tf.Tensor2D,
): Action {
  const { frame, margin } = grid;
  const side = sideOf(grid);
  const around: [number, number] = [margin, margin];
  const square = tf.reshape<tf.Rank.R3>(images, [-1, frame, frame]);
  const padded = tf.reshape<tf.Rank.R2>(
    tf.pad(square, [[0, 0], around, around]),
    [-1, side ** 2],
  );
  return (alpha, t) => {
    const generator = combineStack(alpha, stack(), side ** 2);
    const moved = exponentialAction(generator, t, padded, plan);
    if (margin === 0) return moved;
    const whole = tf.reshape<tf.Rank.R3>(moved, [-1, side, side]);
    const inside = tf.slice(whole, [0, margin, margin], [-1, frame, frame]);
    return tf.reshape(inside, [-1, frame ** 2]);
  };
}
