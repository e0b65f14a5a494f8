/**
 * Blurs and pools square frames to half their side, all with one kernel: a
 * Gaussian about the corner that four cells share, cut off at three standard
 * deviations. Nothing lies beyond the edge.
 */
export interface Halving {
  /** Cells a side afterwards. */
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
 * @param side Cells a side before, even.
 * @param sd Of the Gaussian, in cells.
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
  return {
    side: half,
    halve(image, out) {
      for (let row = 0; row < side; row++) {
        for (let i = 0; i < half; i++) {
          const first = 2 * i + 1 - reach;
          const from = Math.max(0, -first);
          const to = Math.min(kernel.length, side - first);
          let sum = 0;
          for (let k = from; k < to; k++) {
            sum += kernel[k] * image[row * side + first + k];
          }
          narrow[row * half + i] = sum;
        }
      }
      out.fill(0);
      for (let i = 0; i < half; i++) {
        const first = 2 * i + 1 - reach;
        const from = Math.max(0, -first);
        const to = Math.min(kernel.length, side - first);
        for (let k = from; k < to; k++) {
          const weight = kernel[k], start = (first + k) * half;
          for (let column = 0; column < half; column++) {
            out[i * half + column] += weight * narrow[start + column];
          }
        }
      }
    },
  };
}
