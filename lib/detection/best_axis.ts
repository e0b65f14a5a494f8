/** Number of axes over half a turn; the best of them starts the search. */
const AXES = 180;

/** Number of golden-section steps; the last interval is 1e-9 of the first one. */
const STEPS = 44;

/** The share of an interval that a golden-section step keeps. */
const KEPT = (Math.sqrt(5) - 1) / 2;

/**
 * Finds the axis, 0 to pi radians, at which a score is largest: the best of 180 axes,
 * refined by golden-section search between its neighbours.
 *
 * @param scoreOf The score, smooth, of period pi; undefined at axes that are not
 * possible.
 * @returns undefined if any of the 180 is not possible.
 */
export function bestAxis(
  scoreOf: (axis: number) => number | undefined,
): number | undefined {
  const step = Math.PI / AXES;
  const scores = Array.from({ length: AXES }, (_, i) => scoreOf(i * step));
  if (!scores.every((score) => score !== undefined)) return undefined;
  const best = scores.indexOf(Math.max(...scores)) * step;
  let low = best - step, high = best + step;
  for (let i = 0; i < STEPS; i++) {
    const left = high - KEPT * (high - low), right = low + KEPT * (high - low);
    if (scoreOf(left)! > scoreOf(right)!) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
