/** A transform of images to their lowest cosine coefficients. */
export interface LowFrequencies {
  /** Number of coefficients per image. */
  readonly length: number;
  /**
   * Writes an image's coefficients, the lowest frequency first.
   *
   * @param image side x side, row-major
   * @param out gets the coefficients
   * @param at index of the first coefficient in `out`
   */
  readonly of: (image: Float32Array, out: Float32Array, at: number) => void;
}

/**
 * Prepares the cosine transform (orthonormal DCT-II) of square images, cut off at a
 * frequency. The distance between the coefficients of two images is the distance
 * between the low-pass filtered images.
 *
 * @param side cells per side of an image, at least 1
 * @param limit coefficients (i, j) with i^2 + j^2 < limit^2 are kept; at least 1
 */
export function lowFrequencies(side: number, limit: number): LowFrequencies {
  const count = Math.min(side, limit);
  const waves = cosines(side, count);
  const kept: (readonly [row: number, column: number])[] = [];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      if (i * i + j * j < limit * limit) kept.push([i, j]);
    }
  }
  kept.sort(([i, j], [k, l]) => i * i + j * j - k * k - l * l);
  const rows = new Float64Array(side * count);
  return {
    length: kept.length,
    of(image, out, at) {
      for (let row = 0; row < side; row++) {
        for (let j = 0; j < count; j++) {
          let sum = 0;
          for (let x = 0; x < side; x++) {
            sum += waves[j * side + x] * image[row * side + x];
          }
          rows[row * count + j] = sum;
        }
      }
      kept.forEach(([i, j], k) => {
        let sum = 0;
        for (let y = 0; y < side; y++) {
          sum += waves[i * side + y] * rows[y * count + j];
        }
        out[at + k] = sum;
      });
    },
  };
}

/** The cosines of lowest frequency as orthonormal rows, `count x side`. */
function cosines(side: number, count: number): Float64Array {
  const waves = new Float64Array(count * side);
  for (let k = 0; k < count; k++) {
    const size = Math.sqrt((k === 0 ? 1 : 2) / side);
    for (let x = 0; x < side; x++) {
      waves[k * side + x] = size * Math.cos(Math.PI * k * (x + 0.5) / side);
    }
  }
  return waves;
}
