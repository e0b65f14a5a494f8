import type { Pairs } from "../datasets/types.ts";
import { emptySources, orbitTable, sourcesOf } from "../flow/orbit_table.ts";
import { warpFrom } from "../images/warp.ts";
import type { Basis } from "../lie/basis.ts";
import { largestMagnitude } from "../lie/coefficients.ts";
import { runAtOnce } from "../runtime/run_at_once.ts";

/** Mean squared errors per pixel, pixels in [0, 1]. */
export interface FlowErrors {
  /** Error of x0 moved along the estimated flow, compared with xt. */
  readonly warpedMse: number;
  /** Error of the unmoved x0, compared with xt. */
  readonly identityMse: number;
  /**
   * Share of the change between the images that the flow explains, at most 1; 0
   * if there is no change.
   */
  readonly explained: number;
}

/**
 * Moves every x0 along the flow of a vector field, as an ordinary differential
 * equation on the pixel centres, and compares it with its xt at full
 * resolution. It checks the finite flow independently of the training's method.
 *
 * @param alpha Coefficients of the estimated field.
 * @param t One time per pair.
 */
export function flowErrors(
  { count, height, width, channels, x0, xt }: Pairs,
  basis: Basis,
  alpha: ArrayLike<number>,
  t: ArrayLike<number>,
): FlowErrors {
  const size = height * width * channels;
  const largest = Math.max(largestMagnitude(t), 1e-6);
  const table = runAtOnce(
    orbitTable(basis, alpha, largest, { height, width }, false),
  );
  const { cells } = table;
  const sources = new Float64Array(2 * cells);
  const places = {
    ...emptySources(cells),
    x: sources.subarray(0, cells),
    y: sources.subarray(cells),
  };
  const place = sourcesOf(table);
  const moved = new Float32Array(size);
  let [warped, identity] = [0, 0];
  for (let pair = 0; pair < count; pair++) {
    const start = pair * size;
    const image = x0.subarray(start, start + size);
    place(t[pair], places);
    warpFrom(image, height, width, channels, sources, moved);
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
