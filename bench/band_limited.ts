import type { Warp } from "#lib/images/interpolations.ts";

/**
 * Width of the border of zeros around an image, cells; the interpolation is periodic.
 */
const AROUND = 8;

/**
 * Moves square images of one channel by band-limited interpolation: the periodic
 * trigonometric polynomial through the cells and the zeros around them.
 *
 * @param cut Whether values are clipped to the range from 0 to 1.
 */
export function bandLimited(cut: boolean): Warp {
  return (image, height, width, _channels, flow, t, out) => {
    const moved = out ?? new Float32Array(image.length);
    const side = Math.max(height, width), n = side + 2 * AROUND;
    const half = side / 2, middle = (side - 1) / 2;
    const [across, down] = [new Float64Array(width), new Float64Array(height)];
    for (let cell = 0; cell < image.length; cell++) {
      const [x, y] = flow(
        -t,
        (cell % width - middle) / half,
        (Math.floor(cell / width) - middle) / half,
      ).map((place) => place * half + middle);
      let sum = 0;
      const near = Math.abs(x - middle) < n / 2 && Math.abs(y - middle) < n / 2;
      if (near) {
        across.forEach((_, k) => across[k] = dirichlet(x - k, n));
        down.forEach((_, k) => down[k] = dirichlet(y - k, n));
        for (let row = 0; row < height; row++) {
          if (down[row] === 0) continue;
          let line = 0;
          for (let k = 0; k < width; k++) {
            line += across[k] * image[row * width + k];
          }
          sum += down[row] * line;
        }
      }
      moved[cell] = cut ? Math.min(1, Math.max(0, sum)) : sum;
    }
    return moved;
  };
}

/**
 * Computes the band-limited function of period n (even) that is 1 at 0 and 0 at all
 * other cells.
 */
function dirichlet(x: number, n: number): number {
  const sine = Math.sin(Math.PI * x / n);
  if (Math.abs(sine) < 1e-9) return 1;
  return Math.sin(Math.PI * x) * Math.cos(Math.PI * x / n) / (n * sine);
}
