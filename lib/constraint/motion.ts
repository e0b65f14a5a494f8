import { basisOf, type FlowAxis } from "./flow_axis.ts";
import {
  type PeriodicMotion,
  periodicMotion,
  periodMotions,
} from "./period_motion.ts";
import { windowMotions } from "./window_motion.ts";

/** Results that are kept, the latest ones: a classifier's layers ask for the same. */
const KEPT = 4;

/**
 * The matrices S(t) that move square images, in double precision: exactly periodic
 * ones where the axis has a period, else those of a window.
 *
 * @param axis Its points do not count.
 * @param side Cells per side of an image, at least 2.
 * @param times t, finite, in units of the unit generator; at least one.
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

/** `motionMatrices` in single precision, kept for the next layer that asks. */
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
