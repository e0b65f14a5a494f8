import { basisOf, type FlowAxis } from "./flow_axis.ts";
import {
  type PeriodicMotion,
  periodicMotion,
  periodMotions,
} from "./period_motion.ts";
import { windowMotions } from "./window_motion.ts";

/** Number of latest results that are kept, because a classifier's layers share them. */
const KEPT = 4;

/**
 * Computes the matrices S(t) that move square images, in double precision. They are
 * exactly periodic if the axis has a period, and otherwise those of a window.
 *
 * @param axis The axis; its points are not used.
 * @param side Cells per side of an image, at least 2.
 * @param times The t, finite, in units of the unit generator; at least one.
 * @returns `times x side^2 x side^2`, row-major: S(t) times a row-major image as a
 * column vector is the image with its content moved by t.
 * @throws {RangeError} for any other side or time
 */
export function motionMatrices(
  axis: FlowAxis,
  side: number,
  times: readonly number[],
): Float64Array {
  if (!(Number.isInteger(side) && side >= 2)) {
    throw new RangeError(
      `motionMatrices: expected a side of at least 2 cells, found ${side}`,
    );
  }
  if (!(times.length > 0 && times.every(Number.isFinite))) {
    throw new RangeError(
      `motionMatrices: expected finite times, found [${times}]`,
    );
  }
  return axis.period === undefined
    ? windowMotions(basisOf(axis), axis.alpha, side, times)
    : periodMotions(planesOf(axis, side, axis.period), times);
}

const planes = new Map<string, PeriodicMotion>();

function planesOf(
  axis: FlowAxis,
  side: number,
  period: number,
): PeriodicMotion {
  const { terms, alpha } = axis;
  return kept(
    planes,
    JSON.stringify([terms, alpha, side, period]),
    () => periodicMotion(basisOf(axis), alpha, side, period),
  );
}

const single = new Map<string, Float32Array>();

/** Computes `motionMatrices` in single precision; the latest results are kept. */
export function layerMotions(
  axis: FlowAxis,
  side: number,
  times: readonly number[],
): Float32Array {
  const { terms, alpha, period } = axis;
  return kept(
    single,
    JSON.stringify([terms, alpha, period, side, times]),
    () => Float32Array.from(motionMatrices(axis, side, times)),
  );
}

/** Returns the value under a key; a missing one is made and replaces the oldest. */
function kept<T>(store: Map<string, T>, key: string, make: () => T): T {
  const found = store.get(key) ?? make();
  store.delete(key);
  store.set(key, found);
  if (store.size > KEPT) store.delete(store.keys().next().value!);
  return found;
}
