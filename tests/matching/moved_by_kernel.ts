import type { ImageSet, Pairs } from "#lib/datasets/types.ts";
import { type Kernel, sampleAt, sampledImage } from "#lib/images/kernels.ts";
import type { Flow } from "#lib/images/warp.ts";

/** Width of the margin of zeros around an image, in cells. */
const AROUND = 6;

/** Pairs of one channel whose x0 is moved by interpolation with a kernel. */
export function movedByKernel(
  kernel: Kernel,
  { count, height, width, pixels }: ImageSet,
  flow: Flow,
  t: ArrayLike<number>,
): Pairs {
  const [rows, columns] = [height + 2 * AROUND, width + 2 * AROUND];
  const half = Math.max(height, width) / 2;
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const xt = new Float32Array(pixels.length);
  const sample = { value: 0, dx: 0, dy: 0 };
  for (let image = 0; image < count; image++) {
    const plane = new Float32Array(rows * columns);
    for (let cell = 0; cell < height * width; cell++) {
      const row = Math.floor(cell / width) + AROUND;
      plane[row * columns + cell % width + AROUND] =
        pixels[image * height * width + cell];
    }
    const sampled = sampledImage(kernel, plane, rows, columns, plane);
    for (let cell = 0; cell < height * width; cell++) {
      const [x, y] = flow(
        -t[image],
        (cell % width - middleX) / half,
        (Math.floor(cell / width) - middleY) / half,
      );
      const column = x * half + middleX + AROUND;
      const row = y * half + middleY + AROUND;
      const inside = column >= 0 && column <= columns - 1 && row >= 0 &&
        row <= rows - 1;
      if (!inside) continue;
      sampleAt(sampled, column, row, sample);
      xt[image * height * width + cell] = Math.min(
        1,
        Math.max(0, sample.value),
      );
    }
  }
  return { count, height, width, channels: 1, x0: pixels, xt };
}
