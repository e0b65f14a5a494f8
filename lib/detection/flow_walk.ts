import type { Rate } from "./monomials.ts";

/** Rows and columns of an image. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** Where the content of every pixel comes from, in half-frames: phi_{-t}. */
export interface FlowWalk {
  /** `height * width` each, row-major. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /**
   * Goes to another t; cheap where that is near to the one before, and farther
   * from 0.
   *
   * @throws {RangeError} if t is not finite or beyond `LARGEST_T`
   */
  readonly to: (t: number) => void;
}

/** No t beyond that: a unit generator has long left the frame, or gone round. */
export const LARGEST_T = 128;

/** Farther out than this, in half-frames, a point stays where it is. */
export const FAR = 8;

/** Runge-Kutta steps for one unit of t; their error is far below a pixel. */
const STEPS_PER_UNIT = 32;

/** A walk along a field's flow, beginning at t = 0 with the pixels' centres. */
export function flowWalk(rate: Rate, { height, width }: Size): FlowWalk {
  const half = Math.max(height, width) / 2;
  const centreX = (width - 1) / 2, centreY = (height - 1) / 2;
  const x = new Float64Array(height * width);
  const y = new Float64Array(height * width);
  let now = 0;
  const begin = () => {
    now = 0;
    for (let pixel = 0; pixel < x.length; pixel++) {
      x[pixel] = (pixel % width - centreX) / half;
      y[pixel] = (Math.floor(pixel / width) - centreY) / half;
    }
  };
  begin();
  const step = stepOf(rate, x, y);
  return {
    x,
    y,
    to(t) {
      if (!(Math.abs(t) <= LARGEST_T)) {
        throw new RangeError(
          `flow: expected a t from -${LARGEST_T} to ${LARGEST_T}, found ${t}`,
        );
      }
      // What has gone far does not come back, so never turn round.
      if (t * now < 0 || Math.abs(t) < Math.abs(now)) begin();
      const steps = Math.ceil(STEPS_PER_UNIT * Math.abs(t - now));
      for (let k = 0; k < steps; k++) step((now - t) / steps);
      now = t;
    },
  };
}

/** One step of the classical Runge-Kutta method for all points, in place. */
function stepOf(
  rate: Rate,
  x: Float64Array,
  y: Float64Array,
): (h: number) => void {
  const [a, b, c, d] = Array.from({ length: 4 }, () => new Float64Array(2));
  const near = (at: number) => Math.min(FAR, Math.max(-FAR, at));
  return (h) => {
    for (let i = 0; i < x.length; i++) {
      const [atX, atY] = [x[i], y[i]];
      if (!(Math.abs(atX) < FAR && Math.abs(atY) < FAR)) continue;
      rate(atX, atY, a);
      rate(near(atX + h / 2 * a[0]), near(atY + h / 2 * a[1]), b);
      rate(near(atX + h / 2 * b[0]), near(atY + h / 2 * b[1]), c);
      rate(near(atX + h * c[0]), near(atY + h * c[1]), d);
      x[i] = near(atX + h / 6 * (a[0] + 2 * b[0] + 2 * c[0] + d[0]));
      y[i] = near(atY + h / 6 * (a[1] + 2 * b[1] + 2 * c[1] + d[1]));
    }
  };
}
