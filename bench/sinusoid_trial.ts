import type { Pairs } from "#lib/datasets/types.ts";
import { fastestSpeed } from "#lib/flow/orbit_table.ts";
import { affine, type Basis, quadratic, unit } from "#lib/lie/basis.ts";
import { velocityOf } from "#lib/lie/monomials.ts";
import {
  type RandomStream,
  randomStream,
  standardNormal,
} from "#lib/random/streams.ts";
import {
  affineMoved,
  moved,
  pixelCentres,
  type Points,
  seenAt,
  sinusoidScene,
} from "./sinusoid_images.ts";

/** Kinds of flow that are drawn. */
export const FLOWS = ["affine", "quadratic", "scaling"] as const;
export type FlowKind = typeof FLOWS[number];

/** Number of pairs per trial. */
const PAIRS = 50;

/**
 * Distance by which the largest |t| moves the frame's fastest point, in half-frames: 20
 * px of 200.
 */
const REACH = 0.2;

/** The smallest |t|, as a share of the largest. */
const LEAST_T = 0.25;

/** Cells per side of the grid on which the fastest point is searched. */
const SPEED_SIDE = 28;

/**
 * Largest distance of a scaling's centre from the middle, along each axis, in
 * half-frames.
 */
const OFF_CENTRE = 0.25;

/** A generator, and one t per pair. */
export interface Motion {
  readonly basis: Basis;
  /** Unit coefficients. */
  readonly alpha: Float64Array;
  readonly t: Float64Array;
}

/** Pairs of images whose motion is known. */
export interface Trial {
  readonly truth: Motion;
  readonly pairs: Pairs;
}

/**
 * Draws a generator and, for each of 50 pairs, a t and a scene. The motions and the
 * scenes of a trial are the same at every side.
 *
 * @param number Number of the trial.
 * @param side Pixels per side.
 */
export function drawTrial(kind: FlowKind, number: number, side: number): Trial {
  const stream = randomStream(number, "sinusoid scene", kind);
  const truth = drawMotion(kind, stream);
  const centres = pixelCentres(side);
  const cells = side * side;
  const [x0, xt] = [0, 1].map(() => new Float32Array(PAIRS * cells));
  let [last, sources] = [0, centres];
  truth.t.forEach((t, pair) => {
    // The sources of the previous t are a near start, if both t have the same sign.
    if (t * last < 0) [last, sources] = [0, centres];
    sources = movedAlong(truth, last - t, sources);
    last = t;
    const scene = sinusoidScene(stream);
    x0.set(seenAt(scene, centres), pair * cells);
    xt.set(seenAt(scene, sources), pair * cells);
  });
  const size = { count: PAIRS, height: side, width: side, channels: 1 };
  return { truth, pairs: { ...size, surroundings: "unknown", x0, xt } };
}

/** Moves points for a time t along a generator. */
export function movedAlong(
  { basis, alpha }: Omit<Motion, "t">,
  t: number,
  points: Points,
): Points {
  return basis === affine
    ? affineMoved(alpha, t, points)
    : moved(velocityOf(basis, alpha), t, points);
}

function drawMotion(kind: FlowKind, stream: RandomStream): Motion {
  const basis = kind === "quadratic" ? quadratic : affine;
  const alpha = unit(
    kind === "scaling"
      ? drawScaling(stream)
      : Array.from(basis.terms, standardNormal(stream)),
  );
  const size = { height: SPEED_SIDE, width: SPEED_SIDE };
  const largest = REACH / fastestSpeed(basis, alpha, size);
  const t = Float64Array.from({ length: PAIRS }, () => {
    const magnitude = LEAST_T + (1 - LEAST_T) * stream();
    return largest * (stream() < 0.5 ? -magnitude : magnitude);
  });
  return { basis, alpha, t: farther(t) };
}

/** Sorts t: all t > 0 and then all t < 0, both with rising magnitude. */
const farther = (t: Float64Array) =>
  Float64Array.of(
    ...t.filter((t) => t > 0).sort(),
    ...t.filter((t) => t < 0).sort().reverse(),
  );

/** Draws the coefficients of a scaling about a random point, in the affine basis. */
function drawScaling(stream: RandomStream): number[] {
  const [x, y] = [0, 1].map(() => OFF_CENTRE * (2 * stream() - 1));
  return [-x, 1, 0, -y, 0, 1];
}
