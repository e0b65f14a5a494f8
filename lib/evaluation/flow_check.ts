import type { Pairs } from "../datasets/types.ts";
import { warp } from "../images/warp.ts";
import type { Flow } from "../images/transformations.ts";
import type { VectorField } from "../lie/basis.ts";
import { orbit } from "../lie/flow.ts";

/** Mean squared errors per pixel, pixels in [0, 1]. */
export interface FlowErrors {
  /** x0 moved along the estimated flow against xt. */
  readonly warpedMse: number;
  /** x0 itself against xt. */
  readonly identityMse: number;
  /**
   * Share of the change between the images that the flow explains, at most 1; 0
   * if there is no change.
   */
  readonly explained: number;
}

/** Times at which the flow of the pixel centres is tabulated. */
const NODES = 257;

/**
 * Moves every x0 along the flow of a vector field, as an ordinary differential
 * equation on the pixel centres, and compares it with its xt at full
 * resolution: a check of the finite flow, by other means than training's.
 *
 * @param field The estimated field.
 * @param t One time a pair.
 */
export function flowErrors(
  pairs: Pairs,
  field: VectorField,
  t: ArrayLike<number>,
): FlowErrors {
  const { count, height, width, channels, x0, xt } = pairs;
  const size = height * width * channels;
  const flow = tabulateFlow(field, Array.from(t), height, width);
  const moved = new Float32Array(size);
  let [warped, identity] = [0, 0];
  for (let pair = 0; pair < count; pair++) {
    const start = pair * size;
    const image = x0.subarray(start, start + size);
    warp(image, height, width, channels, flow, t[pair], moved);
    for (let i = 0; i < size; i++) {
      warped += (moved[i] - xt[start + i]) ** 2;
      identity += (image[i] - xt[start + i]) ** 2;
    }
  }
  const values = count * size;
  return {
    warpedMse: warped / values,
    identityMse: identity / values,
    explained: identity > 0 ? 1 - warped / identity : 0,
  };
}

/**
 * The flow of a field on the pixel centres, integrated once at evenly spaced
 * times by the classical Runge-Kutta method and interpolated linearly between
 * them; the spacing makes the error of both negligible beside a pixel.
 */
function tabulateFlow(
  field: VectorField,
  times: readonly number[],
  height: number,
  width: number,
): Flow {
  const largest = times.reduce((most, t) => Math.max(most, Math.abs(t)), 1e-6);
  const spacing = 2 * largest / (NODES - 1);
  const half = Math.max(height, width) / 2;
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const nodes = Array.from({ length: height * width }, (_, pixel) => {
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    return orbit(
      field,
      (column - middleX) / half,
      (row - middleY) / half,
      spacing,
      NODES,
    );
  });
  return (t, x, y) => {
    const column = Math.round(x * half + middleX);
    const row = Math.round(y * half + middleY);
    const { xs, ys } = nodes[row * width + column];
    const at = Math.min(Math.max((t + largest) / spacing, 0), NODES - 1.001);
    const k = Math.floor(at);
    const part = at - k;
    return [
      xs[k] + part * (xs[k + 1] - xs[k]),
      ys[k] + part * (ys[k + 1] - ys[k]),
    ];
  };
}
