import { type Kernel, kernels, sampleAt, sampledImage } from "./kernels.ts";
import { checkWarp, warp } from "./warp.ts";

/**
 * A function that moves an image along a flow, with the arguments of {@linkcode warp}.
 */
export type Warp = typeof warp;

/**
 * Cells of zeros around an image; the effect of an edge on a spline is negligible
 * farther out.
 */
const AROUND = 6;

/** The name of a way to read an image between its cells. */
export type InterpolationName =
  | "bilinear"
  | "nearest"
  | "cubic-spline"
  | "bicubic";

/**
 * The interpolations between the cells of an image. Each takes zeros for the cells
 * beyond the image, and writes zero where the flow comes from a place that is not
 * finite.
 */
export const interpolations: Readonly<Record<InterpolationName, Warp>> = {
  bilinear: warp,
  /** The value of the nearest cell. */
  nearest: byNearest,
  "cubic-spline": byKernel(kernels["cubic-spline"]),
  bicubic: byKernel(kernels.bicubic),
};

/** The interpolation that makes pairs by default. */
export const usualInterpolation = "bilinear" satisfies InterpolationName;

function byNearest(
  ...[image, height, width, channels, flow, t, out = like(image)]: Parameters<
    Warp
  >
): Float32Array {
  checkWarp("nearest", image, height, width, channels, t, out);
  return eachPixel(height, width, channels, flow, t, out, (x, y, channel) => {
    const [column, row] = [Math.round(x), Math.round(y)];
    // For NaN every comparison is false, so it counts as outside.
    const inside = column >= 0 && column < width && row >= 0 && row < height;
    return inside ? image[(row * width + column) * channels + channel] : 0;
  });
}

const like = ({ length }: Float32Array) => new Float32Array(length);

/** Interpolation by a kernel, cut to the range from 0 to 1. */
function byKernel(kernel: Kernel): Warp {
  return (image, height, width, channels, flow, t, out = like(image)) => {
    checkWarp(kernel.name, image, height, width, channels, t, out);
    const [rows, columns] = [height + 2 * AROUND, width + 2 * AROUND];
    const planes = Array.from({ length: channels }, (_, channel) => {
      const plane = new Float32Array(rows * columns);
      for (let cell = 0; cell < height * width; cell++) {
        const row = Math.floor(cell / width) + AROUND;
        plane[row * columns + cell % width + AROUND] =
          image[cell * channels + channel];
      }
      return sampledImage(kernel, plane, rows, columns, plane);
    });
    const sample = { value: 0, dx: 0, dy: 0 };
    return eachPixel(height, width, channels, flow, t, out, (x, y, channel) => {
      const [column, row] = [x + AROUND, y + AROUND];
      const inside = column >= 0 && column <= columns - 1 && row >= 0 &&
        row <= rows - 1;
      if (!inside) return 0;
      sampleAt(planes[channel], column, row, sample);
      return Math.min(1, Math.max(0, sample.value));
    });
  };
}

/** @param value Gives the value of the image at a place, in cells. */
function eachPixel(
  height: number,
  width: number,
  channels: number,
  flow: Parameters<Warp>[4],
  t: number,
  out: Float32Array,
  value: (x: number, y: number, channel: number) => number,
): Float32Array {
  const half = Math.max(height, width) / 2;
  const middleX = (width - 1) / 2, middleY = (height - 1) / 2;
  for (let cell = 0; cell < height * width; cell++) {
    const at = flow(
      -t,
      (cell % width - middleX) / half,
      (Math.floor(cell / width) - middleY) / half,
    );
    const [x, y] = [at[0] * half + middleX, at[1] * half + middleY];
    for (let channel = 0; channel < channels; channel++) {
      out[cell * channels + channel] = value(x, y, channel);
    }
  }
  return out;
}
