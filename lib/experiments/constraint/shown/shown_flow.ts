import {
  evenPoints,
  type FlowAxis,
  windowAxis,
} from "../../../constraint/flow_axis.ts";
import type { Description } from "../../../detection/describe.ts";
import { alphaOf, type Found } from "../../../detection/found.ts";
import { naturalValue } from "../../../detection/natural_parameter.ts";
import { naturalLabel } from "../../../figures/t_words.ts";
import { transformations } from "../../../flow/transformations.ts";
import { affine, projectField, unit } from "../../../lie/basis.ts";
import { linearPeriod } from "../../../matching/period.ts";

/** The part of a detection that the figures of a constraint are drawn from. */
export type ShownFlow = Pick<Found, "basis" | "coefficients"> & {
  readonly description: Pick<Description, "parameter">;
};

/** The quantity that is shown instead of t, for example an angle in degrees. */
export interface ReadTime {
  /** Name and unit, for the label of an axis. */
  readonly label: string;
  readonly valueOf: (t: number) => number;
}

/** Chooses the natural parameter of a flow, or t in generator units if it has none. */
export function readTime({ description: { parameter } }: ShownFlow): ReadTime {
  return parameter === undefined
    ? { label: "t (generator units)", valueOf: (t) => t }
    : {
      label: naturalLabel(parameter),
      valueOf: (t) => naturalValue(parameter, t),
    };
}

/**
 * Computes the least t > 0 at which the flow is the identity; undefined if there is
 * none.
 */
export const periodOfFlow = (found: ShownFlow): number | undefined =>
  linearPeriod(found.basis, alphaOf(found));

/**
 * Makes the axis of the powers S^-reach to S^reach of S = exp(-tau G), on a window or on
 * the flow's period.
 */
export function powersOfFlow(
  found: ShownFlow,
  over: "window" | "period",
  tau: number,
  reach: number,
): FlowAxis {
  const points = evenPoints(-reach * tau, reach * tau, 2 * reach + 1);
  const period = over === "period" ? periodOfFlow(found) : undefined;
  return windowAxis(found.basis, alphaOf(found), points, period);
}

/** Makes the axis of the powers of a shift along x by one cell, on a periodic frame. */
export function powersOfShift(side: number, reach: number): FlowAxis {
  // The frame is 2 half-frames wide.
  const tau = 2 / side;
  const points = evenPoints(-reach * tau, reach * tau, 2 * reach + 1);
  return windowAxis(affine, alongX, points, 2);
}

const alongX = unit(
  projectField(transformations.translationX.field, affine).coefficients,
);
