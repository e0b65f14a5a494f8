/**
 * Halves the side of square frames, by a Gaussian blur and pooling in one kernel. The
 * kernel is centred at the corner that four cells share and cut off at three standard
 * deviations. Values beyond the edge count as 0.
 */
export interface Halving {
  /** Cells per side afterwards. */
  readonly side: number;
  /**
   * @param image `(2 side)^2` values.
   * @param out Gets `side^2` values.
   */
  readonly halve: (image: Float32Array, out: Float32Array) => void;
}

/** A {@linkcode Halving} that copies frames and leaves their side as it is. */
export const notHalving = (side: number): Halving => ({
  side,
  halve: (image, out) => out.set(image),
});

/**
 * @param side Cells per side before, even.
 * @param sd Standard deviation of the Gaussian, in cells.
 */
export function halving(side: number, sd: number): Halving {
  const half = side / 2;
  const reach = Math.max(1, Math.ceil(3 * sd));
  const kernel = Float64Array.from(
    { length: 2 * reach },
    (_, i) => Math.exp(-(((i - reach + 0.5) / sd) ** 2) / 2),
  );
  const total = kernel.reduce((sum, value) => sum + value);
  kernel.forEach((value, i) => kernel[i] = value / total);
  const narrow = new Float32Array(side * half);
  // The kernel is symmetric: these are its weights from the middle outwards.
  const [c, b, a] = kernel.subarray(reach), six = kernel.length === SIX;
  return {
    side: half,
    halve(image, out) {
      for (let i = 0; i < half; i++) {
        const first = 2 * i + 1 - reach;
        const from = Math.max(0, -first);
        const to = Math.min(kernel.length, side - first);
        if (six && to - from === SIX) {
          for (let row = 0; row < side; row++) {
            const at = row * side + first;
            narrow[row * half + i] = a * (image[at] + image[at + 5]) +
              b * (image[at + 1] + image[at + 4]) +
              c * (image[at + 2] + image[at + 3]);
          }
          continue;
        }
        for (let row = 0; row < side; row++) {
          let sum = 0;
          for (let k = from; k < to; k++) {
            sum += kernel[k] * image[row * side + first + k];
          }
          narrow[row * half + i] = sum;
        }
      }
      for (let i = 0; i < half; i++) {
        const first = 2 * i + 1 - reach;
        const from = Math.max(0, -first);
        const to = Math.min(kernel.length, side - first);
        for (let column = 0; column < half; column++) {
          let at = (first + from) * half + column, sum = 0;
          if (six && to - from === SIX) {
            sum = a * (narrow[at] + narrow[at + 5 * half]) +
              b * (narrow[at + half] + narrow[at + 4 * half]) +
              c * (narrow[at + 2 * half] + narrow[at + 3 * half]);
          } else {
            for (let k = from; k < to; k++, at += half) {
              sum += kernel[k] * narrow[at];
            }
          }
          out[i * half + column] = sum;
        }
      }
    },
  };
}

/** Length of the kernel of standard deviation 1, for which the sums are written out. */
const SIX = 6;
