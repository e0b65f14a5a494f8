import { flowWalk } from "../../flow/flow_walk.ts";
import { warpFrom } from "../../images/warp.ts";
import { basisOf, type FlowAxis } from "../../constraint/flow_axis.ts";
import type { Basis } from "../../lie/basis.ts";
import { velocityOf } from "../../lie/monomials.ts";

/**
 * Step that t is rounded to, in the unit generator's time: 0.3 degrees of a rotation.
 */
const ROUNDING = 1 / 128;

/** A field whose flow moves images. */
export interface MovingField {
  readonly basis: Basis;
  /** Coefficients of the field. */
  readonly alpha: ArrayLike<number>;
}

/**
 * Moves square images of one channel along a flow, each by its own t, with bilinear
 * interpolation and black beyond the frame. All motions are computed in one walk from
 * t = 0 outwards.
 *
 * @param images `count * side^2` values; if there are more t, several copies are made of
 * each image.
 * @param times t of copy j of image i is at i * copies + j, in the unit generator's
 * time.
 * @returns `times.length * side^2` values.
 */
export function moveImages(
  images: Float32Array,
  side: number,
  { basis, alpha }: MovingField,
  times: ArrayLike<number>,
): Float32Array {
  const size = side ** 2;
  const copies = times.length / (images.length / size);
  const walk = flowWalk(velocityOf(basis, alpha), {
    height: side,
    width: side,
  });
  const rounded = Array.from(
    times,
    (t) => ROUNDING * Math.round(t / ROUNDING),
  );
  const outwards = [...rounded.keys()].toSorted((a, b) =>
    Math.abs(rounded[a]) - Math.abs(rounded[b])
  );
  const moved = new Float32Array(times.length * size);
  for (const forth of [false, true]) {
    for (const job of outwards) {
      if (rounded[job] > 0 !== forth) continue;
      const from = Math.floor(job / copies) * size;
      const image = images.subarray(from, from + size);
      const out = moved.subarray(job * size, (job + 1) * size);
      walk.to(rounded[job]);
      warpFrom(image, side, side, 1, walk.sources, out);
    }
  }
  return moved;
}

/**
 * Makes a function that moves square images of one channel to all points of an axis, as
 * the input of a lifted layer: S(-tau) x, bilinearly. The source positions are computed
 * once.
 *
 * The layer itself would multiply by matrices of side^2 x side^2 numbers, which takes 70
 * times as many operations.
 *
 * @returns `[count, points, side^2]` values from `[count, side^2]`.
 */
export function liftImages(
  axis: FlowAxis,
  side: number,
): (images: Float32Array) => Float32Array<ArrayBuffer> {
  const size = side ** 2, points = axis.points.length;
  const walk = flowWalk(velocityOf(basisOf(axis), axis.alpha), {
    height: side,
    width: side,
  });
  const sources = axis.points.map((tau) => {
    walk.to(-tau);
    return walk.sources.slice();
  });
  return (images) => {
    const lifted = new Float32Array(images.length * points);
    for (let from = 0; from < images.length; from += size) {
      const image = images.subarray(from, from + size);
      sources.forEach((places, point) => {
        const to = from * points + point * size;
        warpFrom(image, side, side, 1, places, lifted.subarray(to, to + size));
      });
    }
    return lifted;
  };
}
