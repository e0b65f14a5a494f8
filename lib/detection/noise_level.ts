import type { Region } from "./frame.ts";

/** Standard deviations of the pixel noise, in the images' units. */
export interface NoiseLevels {
  readonly x0: number;
  readonly xt: number;
}

/** The ratio of a normal variable's standard deviation to its median magnitude. */
const FROM_MEDIAN = 1.4826;

/**
 * The standard deviation of white noise on images, at most: the median magnitude
 * of the mixed second difference of four cells, in which smooth content cancels
 * (Donoho and Johnstone 1994, for the finest Haar coefficients).
 *
 * @param stack `count * side^2` values.
 */
export function noiseLevelOf(
  stack: Float32Array,
  side: number,
  { left, right, top, bottom }: Region,
): number {
  const magnitudes: number[] = [];
  for (let start = 0; start < stack.length; start += side * side) {
    for (let row = top; row < bottom; row += 2) {
      for (let column = left; column < right; column += 2) {
        const at = start + row * side + column;
        magnitudes.push(
          Math.abs(
            stack[at] - stack[at + 1] - stack[at + side] + stack[at + side + 1],
          ) / 2,
        );
      }
    }
  }
  const sorted = Float64Array.from(magnitudes).sort();
  return FROM_MEDIAN * sorted[sorted.length >> 1];
}
