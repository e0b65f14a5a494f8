/** The seven weights of a Gaussian of sigma 1 pixel, cut off at 3; they sum to 1. */
const BLUR = gaussianWeights(1, 3);

/** Blur of 7 taps, then the mean of 2 neighbours: 8 taps from column 2 j - 3 on. */
const BLUR_AND_POOL = Float64Array.from(
  { length: BLUR.length + 1 },
  (_, i) => ((BLUR[i] ?? 0) + (BLUR[i - 1] ?? 0)) / 2,
);

/**
 * Images at half the resolution: blurred by a Gaussian of sigma 1 pixel (cut
 * off at 3 pixels, zero outside the image), then averaged over 2 x 2 pixels.
 *
 * @param images count x height x width, row-major, one channel
 * @param count number of images
 * @param height rows, even
 * @param width columns, equal to height
 * @returns pixels, count x size x size, and size = height / 2
 * @throws {RangeError} if a size is odd or does not fit
 */
export function coarsen(
  images: Float32Array,
  count: number,
  height: number,
  width: number,
): { pixels: Float32Array; size: number } {
  if (height !== width || height % 2 !== 0 || height < 2) {
    throw new RangeError(
      `coarsen: expected square images with an even number of rows, found ${height} x ${width}`,
    );
  }
  checkLength("coarsen", images, count, height);
  const n = height, size = n / 2;
  const pixels = new Float32Array(count * size * size);
  const halved = new Float64Array(n * size); // rows kept, columns halved
  for (let i = 0; i < count; i++) {
    halveLines(images, i * n * n, n, 1, n, halved, 0, 1, size, n);
    halveLines(halved, 0, 1, size, n, pixels, i * size * size, size, 1, size);
  }
  return { pixels, size };
}

/**
 * Applies {@linkcode BLUR_AND_POOL} along every line of one image.
 *
 * A line starts `line` after the last, and its values are `step` apart.
 */
function halveLines(
  source: Float32Array | Float64Array,
  sourceStart: number,
  line: number,
  step: number,
  length: number,
  target: Float32Array | Float64Array,
  targetStart: number,
  targetStep: number,
  targetLine: number,
  lines: number,
): void {
  for (let l = 0; l < lines; l++) {
    const from = sourceStart + l * line, to = targetStart + l * targetLine;
    for (let j = 0; 2 * j < length; j++) {
      const first = 2 * j - 3;
      const begin = Math.max(0, -first);
      const end = Math.min(BLUR_AND_POOL.length, length - first);
      let sum = 0;
      for (let k = begin; k < end; k++) {
        sum += BLUR_AND_POOL[k] * source[from + (first + k) * step];
      }
      target[to + j * targetStep] = sum;
    }
  }
}

/**
 * Images with a margin of zeros on every side.
 *
 * @param images count x n x n, row-major, one channel
 * @param count number of images
 * @param n rows and columns
 * @param margin cells to add on each side, at least 0
 * @returns count x N x N with N = n + 2 margin
 * @throws {RangeError} if the margin is no such integer, or a size does not fit
 */
export function padImages(
  images: Float32Array,
  count: number,
  n: number,
  margin: number,
): Float32Array {
  if (!Number.isInteger(margin) || margin < 0) {
    throw new RangeError(
      `padImages: expected a margin that is an integer of at least 0, found ${margin}`,
    );
  }
  checkLength("padImages", images, count, n);
  const size = n + 2 * margin;
  const padded = new Float32Array(count * size * size);
  for (let i = 0; i < count; i++) {
    for (let row = 0; row < n; row++) {
      const start = (i * n + row) * n;
      padded.set(
        images.subarray(start, start + n),
        (i * size + row + margin) * size + margin,
      );
    }
  }
  return padded;
}

function checkLength(
  where: string,
  images: Float32Array,
  count: number,
  n: number,
): void {
  if (images.length !== count * n * n) {
    throw new RangeError(
      `${where}: expected ${count} x ${n} x ${n} values, found ${images.length}`,
    );
  }
}

function gaussianWeights(sigma: number, reach: number): Float64Array {
  const weights = Float64Array.from(
    { length: 2 * reach + 1 },
    (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
