/** The seven weights of a Gaussian of sigma 1 pixel, cut off at 3; they sum to 1. */
const BLUR = gaussianWeights(1, 3);

/** Blur of 7 taps, then the mean of 2 neighbours: 8 taps from column 2 j - 3 on. */
const BLUR_AND_POOL = Float64Array.from(
  { length: BLUR.length + 1 },
  (_, i) => ((BLUR[i] ?? 0) + (BLUR[i - 1] ?? 0)) / 2,
);

/**
 * Halves the resolution of images: they are blurred by a Gaussian of sigma 1 pixel (cut
 * off at 3 pixels), then averaged over 2 x 2 pixels.
 *
 * @param images count x height x width, row-major, one channel
 * @param count number of images
 * @param height rows, even
 * @param width columns, equal to height
 * @param beyond the values of pixels outside the image: zeros, or its mirror image
 * @returns pixels, count x size x size, and size = height / 2
 * @throws {RangeError} if a size is odd or does not fit
 */
export function coarsen(
  images: Float32Array,
  count: number,
  height: number,
  width: number,
  beyond: "zeros" | "mirror" = "zeros",
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
    const start = i * n * n, to = i * size * size;
    halveLines(images, start, n, 1, n, halved, 0, 1, size, n, beyond);
    halveLines(halved, 0, 1, size, n, pixels, to, size, 1, size, beyond);
  }
  return { pixels, size };
}

/**
 * Applies {@linkcode BLUR_AND_POOL} along every line of one image.
 *
 * A line starts `line` values after the previous one; its values are `step` apart.
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
  beyond: "zeros" | "mirror",
): void {
  for (let l = 0; l < lines; l++) {
    const from = sourceStart + l * line, to = targetStart + l * targetLine;
    for (let j = 0; 2 * j < length; j++) {
      const first = 2 * j - 3;
      let sum = 0;
      for (let k = 0; k < BLUR_AND_POOL.length; k++) {
        const inside = mirrored(first + k, length);
        if (inside !== first + k && beyond === "zeros") continue;
        sum += BLUR_AND_POOL[k] * source[from + inside * step];
      }
      target[to + j * targetStep] = sum;
    }
  }
}

/**
 * The index within 0 .. length - 1 that mirrors one outside. The mirrors are the outer
 * edges of the first and the last cell.
 *
 * @param at an index at most `length` cells outside
 */
export function mirrored(at: number, length: number): number {
  if (at < 0) return -1 - at;
  return at < length ? at : 2 * length - 1 - at;
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
