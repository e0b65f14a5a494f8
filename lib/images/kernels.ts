import { mirror, splineFilter } from "./spline_filter.ts";

/** A separable interpolation kernel over the four nearest cells along each axis. */
export interface Kernel {
  /** The name that messages show. */
  readonly name: string;
  /**
   * 16 numbers: the weights of the cells at -1, 0, 1 and 2 as cubic polynomials of
   * the fraction u, each by four coefficients, the constant one first.
   */
  readonly taps: readonly number[];
  /**
   * Turns cell values into the coefficients that the weights multiply, in place; by
   * default they are the cell values.
   */
  readonly prefilter?: (
    values: Float32Array,
    height: number,
    width: number,
  ) => void;
}

/**
 * The kernel of cubic convolution (Keys 1981).
 *
 * @param a Slope of the kernel at distance 1.
 */
const convolution = (name: string, a: number): Kernel => ({
  name,
  taps: [
    ...[0, a, -2 * a, a],
    ...[1, 0, -(a + 3), a + 2],
    ...[0, -a, 2 * a + 3, -(a + 2)],
    ...[0, 0, a, -a],
  ],
});

export type KernelName =
  | "cubic-spline"
  | "bilinear"
  | "bicubic"
  | "sharp-bicubic"
  | "sharpest-bicubic";

/** The common interpolation kernels of image libraries. */
export const kernels: Readonly<Record<KernelName, Kernel>> = {
  /** Cubic B-spline through all cells (Unser, Aldroubi and Eden 1993), as SciPy's. */
  "cubic-spline": {
    name: "cubic-spline",
    taps: [
      ...[1, -3, 3, -1],
      ...[4, 0, -6, 3],
      ...[1, 3, 3, -3],
      ...[0, 0, 0, 1],
    ].map((value) => value / 6),
    prefilter: splineFilter,
  },
  bilinear: {
    name: "bilinear",
    taps: [0, 0, 0, 0, 1, -1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
  },
  /** Cubic convolution with a = -0.5, used by MATLAB and by Pillow's `resize`. */
  bicubic: convolution("bicubic", -0.5),
  /** Cubic convolution with a = -0.75, used by PyTorch and OpenCV. */
  "sharp-bicubic": convolution("sharp-bicubic", -0.75),
  /** Cubic convolution with a = -1, used by Pillow's `rotate` and `transform`. */
  "sharpest-bicubic": convolution("sharpest-bicubic", -1),
};

/** An image that can be sampled between its cells. Beyond its edges it is mirrored. */
export interface SampledImage {
  /** Height, pixels. */
  readonly height: number;
  /** Width, pixels. */
  readonly width: number;
  /** `height * width` values that the kernel's weights multiply, row-major. */
  readonly coefficients: Float32Array;
  /** The weights of the kernel, as `Kernel.taps` has them. */
  readonly taps: Float64Array;
}

/**
 * Prepares an image of one channel for sampling.
 *
 * @param out Gets the coefficients; may be the image itself.
 */
export function sampledImage(
  { taps, prefilter }: Kernel,
  image: Float32Array,
  height: number,
  width: number,
  out: Float32Array = image.slice(),
): SampledImage {
  if (out !== image) out.set(image);
  prefilter?.(out, height, width);
  return { height, width, coefficients: out, taps: Float64Array.from(taps) };
}

/** Value and slopes of an image at a point, in cells. */
export interface Sample {
  value: number;
  dx: number;
  dy: number;
}

/**
 * Samples an image between its cells.
 *
 * @param x Column, in cells, anywhere.
 * @param y Row, in cells, anywhere.
 * @param out Gets value and slopes.
 */
export function sampleAt(
  { height, width, coefficients, taps }: SampledImage,
  x: number,
  y: number,
  out: Sample,
): void {
  const left = Math.floor(x), top = Math.floor(y);
  const u = x - left, v = y - top;
  const a0 = weight(taps, 0, u), a1 = weight(taps, 4, u);
  const a2 = weight(taps, 8, u), a3 = weight(taps, 12, u);
  const d0 = slope(taps, 0, u), d1 = slope(taps, 4, u);
  const d2 = slope(taps, 8, u), d3 = slope(taps, 12, u);
  const c0 = mirror(left - 1, width), c1 = mirror(left, width);
  const c2 = mirror(left + 1, width), c3 = mirror(left + 2, width);
  let value = 0, dx = 0, dy = 0;
  for (let i = 0; i < 4; i++) {
    const row = mirror(top - 1 + i, height) * width;
    const f0 = coefficients[row + c0], f1 = coefficients[row + c1];
    const f2 = coefficients[row + c2], f3 = coefficients[row + c3];
    const along = a0 * f0 + a1 * f1 + a2 * f2 + a3 * f3;
    const ofRow = weight(taps, 4 * i, v);
    value += ofRow * along;
    dx += ofRow * (d0 * f0 + d1 * f1 + d2 * f2 + d3 * f3);
    dy += slope(taps, 4 * i, v) * along;
  }
  out.value = value;
  out.dx = dx;
  out.dy = dy;
}

/** Positions in an image, and the value and slopes sampled there. */
export interface Places {
  /** Columns and rows, in cells. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly value: Float32Array;
  readonly dx: Float32Array;
  readonly dy: Float32Array;
}

/**
 * Samples an image at many places. Value and slopes are 0 at a place that is NaN, or
 * less than two cells inside the outermost ones.
 *
 * @param first Index of the first place; by default all places are sampled.
 * @param end Index after the last one.
 */
export function sampleInside(
  { height, width, coefficients: f, taps }: SampledImage,
  { x, y, value, dx, dy }: Places,
  first = 0,
  end = x.length,
): void {
  const [a0, a1, a2, a3, b0, b1, b2, b3] = taps;
  const [c0, c1, c2, c3, d0, d1, d2, d3] = taps.subarray(8);
  // The outer two of the four weights vanish for bilinear interpolation.
  const wide = a1 !== 0 || a2 !== 0 || a3 !== 0 || a0 !== 0;
  const [right, bottom] = [width - 3, height - 3];
  for (let i = first; i < end; i++) {
    const atX = x[i], atY = y[i];
    if (!(atX >= 2 && atX <= right && atY >= 2 && atY <= bottom)) {
      value[i] = dx[i] = dy[i] = 0;
      continue;
    }
    const left = Math.floor(atX), top = Math.floor(atY);
    const u = atX - left, v = atY - top;
    const at = top * width + left;
    // Weights along x of the two cells around the place, and their derivatives.
    const p1 = b0 + u * (b1 + u * (b2 + u * b3));
    const p2 = c0 + u * (c1 + u * (c2 + u * c3));
    const q1 = b1 + u * (2 * b2 + 3 * u * b3);
    const q2 = c1 + u * (2 * c2 + 3 * u * c3);
    // Weights along y of the two cells around the place, and their derivatives.
    const r1 = b0 + v * (b1 + v * (b2 + v * b3));
    const r2 = c0 + v * (c1 + v * (c2 + v * c3));
    const s1 = b1 + v * (2 * b2 + 3 * v * b3);
    const s2 = c1 + v * (2 * c2 + 3 * v * c3);
    const f11 = f[at], f12 = f[at + 1];
    const f21 = f[at + width], f22 = f[at + width + 1];
    let along1 = p1 * f11 + p2 * f12, slope1 = q1 * f11 + q2 * f12;
    let along2 = p1 * f21 + p2 * f22, slope2 = q1 * f21 + q2 * f22;
    if (!wide) {
      value[i] = r1 * along1 + r2 * along2;
      dx[i] = r1 * slope1 + r2 * slope2;
      dy[i] = s1 * along1 + s2 * along2;
      continue;
    }
    const p0 = a0 + u * (a1 + u * (a2 + u * a3));
    const p3 = d0 + u * (d1 + u * (d2 + u * d3));
    const q0 = a1 + u * (2 * a2 + 3 * u * a3);
    const q3 = d1 + u * (2 * d2 + 3 * u * d3);
    const r0 = a0 + v * (a1 + v * (a2 + v * a3));
    const r3 = d0 + v * (d1 + v * (d2 + v * d3));
    const s0 = a1 + v * (2 * a2 + 3 * v * a3);
    const s3 = d1 + v * (2 * d2 + 3 * v * d3);
    const f10 = f[at - 1], f13 = f[at + 2];
    const f20 = f[at + width - 1], f23 = f[at + width + 2];
    along1 += p0 * f10 + p3 * f13;
    slope1 += q0 * f10 + q3 * f13;
    along2 += p0 * f20 + p3 * f23;
    slope2 += q0 * f20 + q3 * f23;
    const above = at - width, below = at + 2 * width;
    const f00 = f[above - 1], f01 = f[above];
    const f02 = f[above + 1], f03 = f[above + 2];
    const f30 = f[below - 1], f31 = f[below];
    const f32 = f[below + 1], f33 = f[below + 2];
    const along0 = p0 * f00 + p1 * f01 + p2 * f02 + p3 * f03;
    const slope0 = q0 * f00 + q1 * f01 + q2 * f02 + q3 * f03;
    const along3 = p0 * f30 + p1 * f31 + p2 * f32 + p3 * f33;
    const slope3 = q0 * f30 + q1 * f31 + q2 * f32 + q3 * f33;
    value[i] = r0 * along0 + r1 * along1 + r2 * along2 + r3 * along3;
    dx[i] = r0 * slope0 + r1 * slope1 + r2 * slope2 + r3 * slope3;
    dy[i] = s0 * along0 + s1 * along1 + s2 * along2 + s3 * along3;
  }
}

/** The weight of one cell; its four coefficients begin at index `at`. */
const weight = (taps: Float64Array, at: number, u: number): number =>
  taps[at] + u * (taps[at + 1] + u * (taps[at + 2] + u * taps[at + 3]));

/** The derivative of that weight in u. */
const slope = (taps: Float64Array, at: number, u: number): number =>
  taps[at + 1] + u * (2 * taps[at + 2] + 3 * u * taps[at + 3]);
