import type { Size } from "../images/area_average.ts";
import type { Velocity } from "../lie/monomials.ts";
import { FAR } from "./follow_orbit.ts";
import { rungeKutta } from "./runge_kutta.ts";

/**
 * The positions phi_{-t} that the content of every pixel comes from, updated from t to
 * t.
 */
export interface FlowWalk {
  /** `2 * height * width` numbers, in pixels: all columns, then all rows. */
  readonly sources: Float64Array;
  /**
   * Updates the positions to another t. The cost is small if that t is near to the one
   * before and farther from 0.
   *
   * @throws {RangeError} if t is not finite or beyond `LARGEST_T`
   */
  readonly to: (t: number) => void;
}

/**
 * The largest |t|; by then a unit generator has moved all content out of the frame, or
 * through a period.
 */
export const LARGEST_T = 128;

/** Number of Runge-Kutta steps per unit of t; their error is far below a pixel. */
const STEPS_PER_UNIT = 32;

/** Starts a walk along a field's flow at t = 0, at the pixels' centres. */
export function flowWalk(
  velocity: Velocity,
  { height, width }: Size,
): FlowWalk {
  const half = Math.max(height, width) / 2;
  const centreX = (width - 1) / 2, centreY = (height - 1) / 2;
  const count = height * width;
  const places = new Float64Array(2 * count);
  const sources = new Float64Array(2 * count);
  let now = 0;
  const begin = () => {
    now = 0;
    for (let pixel = 0; pixel < count; pixel++) {
      places[pixel] = (pixel % width - centreX) / half;
      places[count + pixel] = (Math.floor(pixel / width) - centreY) / half;
    }
  };
  const tell = () => {
    for (let pixel = 0; pixel < count; pixel++) {
      sources[pixel] = places[pixel] * half + centreX;
      sources[count + pixel] = places[count + pixel] * half + centreY;
    }
  };
  begin();
  tell();
  const out = new Float64Array(2);
  const step = rungeKutta((state, slopes) => {
    for (let pixel = 0; pixel < count; pixel++) {
      const x = state[pixel], y = state[count + pixel];
      const near = Math.abs(x) < FAR && Math.abs(y) < FAR;
      if (near) velocity(x, y, out);
      slopes[pixel] = near ? out[0] : 0;
      slopes[count + pixel] = near ? out[1] : 0;
    }
  }, 2 * count);
  return {
    sources,
    to(t) {
      if (!(Math.abs(t) <= LARGEST_T)) {
        throw new RangeError(
          `flowWalk: expected a t from -${LARGEST_T} to ${LARGEST_T}, found ${t}`,
        );
      }
      // A point that was stopped far out cannot be moved back, so begin again from t = 0.
      if (t * now < 0 || Math.abs(t) < Math.abs(now)) begin();
      const steps = Math.ceil(STEPS_PER_UNIT * Math.abs(t - now));
      for (let k = 0; k < steps; k++) {
        step(places, (now - t) / steps);
        for (let i = 0; i < places.length; i++) {
          places[i] = Math.min(FAR, Math.max(-FAR, places[i]));
        }
      }
      now = t;
      tell();
    },
  };
}
