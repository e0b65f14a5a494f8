/** A Gaussian kernel, cut off at three standard deviations; its weights sum to 1. */
export function gaussianKernel(sd: number): Float64Array {
  const reach = Math.ceil(3 * sd);
  const kernel = Float64Array.from(
    { length: 2 * reach + 1 },
    (_, i) => Math.exp(-(((i - reach) / sd) ** 2) / 2),
  );
  const total = kernel.reduce((sum, value) => sum + value);
  return kernel.map((value) => value / total);
}

/**
 * Blurs an image of one channel in place; pixels beyond its edge count as 0.
 *
 * @param kernel an odd number of weights, for rows and for columns
 * @param scratch as large as the image; its content is lost
 */
export function blur(
  image: Float32Array,
  height: number,
  width: number,
  kernel: Float64Array,
  scratch: Float32Array,
): void {
  const reach = (kernel.length - 1) / 2;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let column = 0; column < width; column++) {
      const from = Math.max(0, column - reach);
      const to = Math.min(width - 1, column + reach);
      let sum = 0;
      for (let k = from; k <= to; k++) {
        sum += kernel[k - column + reach] * image[start + k];
      }
      scratch[start + column] = sum;
    }
  }
  image.fill(0);
  for (let row = 0; row < height; row++) {
    const from = Math.max(0, row - reach);
    const to = Math.min(height - 1, row + reach);
    const start = row * width;
    for (let k = from; k <= to; k++) {
      const weight = kernel[k - row + reach], other = k * width;
      for (let column = 0; column < width; column++) {
        image[start + column] += weight * scratch[other + column];
      }
    }
  }
}
