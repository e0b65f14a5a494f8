import type { FlowAxis } from "../../../constraint/flow_axis.ts";
import { motionMatrices } from "../../../constraint/motion.ts";
import type { Figure } from "../../../figures/figure.ts";
import { generatorMatricesFigure } from "../../../figures/latent/generator_matrices.ts";
import { fixedText } from "../../../figures/fixed_text.ts";
import {
  periodOfFlow,
  powersOfFlow,
  powersOfShift,
  type ShownFlow,
} from "./shown_flow.ts";

/** The frame, the step and the length of the series. */
export interface SeriesOptions {
  /** Cells per side of an image; odd, so that a shift by a cell is exact. */
  readonly side: number;
  /** tau of S = exp(-tau G), generator units. */
  readonly tau: number;
  /** theta of the powers -reach to reach of S: an odd number of weights. */
  readonly theta: readonly number[];
}

/**
 * Computes the matrix of eq. (1), f = sum_i theta_i S(tau_i), on row-major images.
 *
 * @param axis The axis whose points are the tau_i.
 * @param theta One weight per point.
 * @returns `side^2 x side^2`, row-major.
 */
export function seriesMatrix(
  axis: FlowAxis,
  side: number,
  theta: readonly number[],
): Float64Array {
  const motions = motionMatrices(axis, side, axis.points);
  const size = side ** 4;
  return Float64Array.from(
    { length: size },
    (_, entry) =>
      theta.reduce((sum, w, i) => sum + w * motions[i * size + entry], 0),
  );
}

/**
 * Draws S and a series in S as matrices: for the found flow, and for a shift by one cell
 * on a periodic frame.
 */
export function seriesMatricesFigure(
  found: ShownFlow,
  { side, tau, theta }: SeriesOptions,
): Figure {
  const reach = (theta.length - 1) / 2;
  const over = periodOfFlow(found) === undefined ? "window" : "period";
  const rows = [
    { label: "found", axis: powersOfFlow(found, over, tau, reach) },
    { label: "shift", axis: powersOfShift(side, reach) },
  ];
  const one = theta.map((_, i) => i === reach + 1 ? 1 : 0);
  const weights = theta.map((w) => fixedText(w, 2)).join(", ");
  return generatorMatricesFigure({
    size: side,
    rows: rows.map(({ label, axis }) => ({
      label,
      matrices: [one, theta].map((w) => seriesMatrix(axis, side, w)),
    })),
    columnLabels: ["S", "series"],
    caption:
      `S = exp(-tau G) and a series in S as matrices on images of ${side} x ${side} cells: of the flow that was found, tau = ${
        fixedText(tau, 2)
      }, and of a shift along x by one cell on a frame that wraps. The weights of the series are ${weights}, for the powers ${-reach} to ${reach} of S.`,
  });
}
