/** Number of sub-pixels per side that a pixel's value is averaged over. */
const SAMPLES = 4;

/**
 * Draws a smiley face on black from formulas (the paper's figure 7): a grey disc with
 * two eyes and a mouth.
 *
 * @param side rows and columns, at least 8
 * @returns side x side values in [0, 1], row-major
 * @throws {RangeError} if the side is no integer of at least 8
 */
export function smiley(side: number): Float32Array {
  if (!Number.isInteger(side) || side < 8) {
    throw new RangeError(
      `smiley: expected an integer side of at least 8, found ${side}`,
    );
  }
  const image = new Float32Array(side * side);
  const step = 2 / (side * SAMPLES);
  const at = (pixel: number, sample: number) =>
    -1 + (pixel * SAMPLES + sample + 0.5) * step;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let sum = 0;
      for (let i = 0; i < SAMPLES; i++) {
        for (let j = 0; j < SAMPLES; j++) sum += ink(at(column, j), at(row, i));
      }
      image[row * side + column] = sum / SAMPLES ** 2;
    }
  }
  return image;
}

/** The value at a point of the frame; y points down. */
function ink(x: number, y: number): number {
  const radius = Math.hypot(x, y);
  if (radius > 0.55) return 0;
  const eye = Math.hypot((Math.abs(x) - 0.2) / 0.07, (y + 0.17) / 0.11) < 1;
  const mouth = y > 0.08 && Math.abs(radius - 0.34) < 0.045;
  if (eye || mouth) return 0.1;
  return radius > 0.5 ? 0.55 : 1;
}
