import { type Motion, movedAlong } from "./sinusoid_trial.ts";

/** Errors of an estimated motion. */
export interface MotionErrors {
  /**
   * Root mean square, over all pairs and the four corners of the frame, of the
   * distance between phi_t of the estimate and of the truth, in px.
   */
  readonly cornerPx: number;
  /**
   * Mean over all pairs of (estimate - truth) / truth of the log-scale, which is t
   * times half the divergence in the middle of the frame.
   */
  readonly scaleBias: number;
}

/** The four corners of the frame: all x, then all y. */
const CORNERS = Float64Array.of(-1, 1, -1, 1, -1, -1, 1, 1);

/**
 * Compares an estimated motion with the true one.
 *
 * @param side Pixels per side.
 */
export function motionErrors(
  truth: Motion,
  estimate: Motion,
  side: number,
): MotionErrors {
  let [squares, relative] = [0, 0];
  truth.t.forEach((t, pair) => {
    const expected = movedAlong(truth, t, CORNERS);
    const found = movedAlong(estimate, estimate.t[pair], CORNERS);
    found.forEach((value, i) => squares += (value - expected[i]) ** 2);
    const ratio = growthOf(estimate) * estimate.t[pair] / (growthOf(truth) * t);
    relative += ratio - 1;
  });
  const { length } = truth.t;
  return {
    cornerPx: Math.sqrt(squares / (4 * length)) * side / 2,
    scaleBias: relative / length,
  };
}

/** Computes half of the field's divergence in the middle of the frame. */
function growthOf({ basis, alpha }: Motion): number {
  const along = (label: string) =>
    alpha[basis.terms.findIndex((term) => term.label === label)];
  return (along("x ∂x") + along("y ∂y")) / 2;
}
