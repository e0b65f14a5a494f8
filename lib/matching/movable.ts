import { halving } from "../images/halve.ts";
import {
  type Kernel,
  kernels,
  type SampledImage,
  sampledImage,
} from "../images/kernels.ts";
import { type OrbitTable, orbitTable } from "../flow/orbit_table.ts";
import type { Basis } from "../lie/basis.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { pausingLoop } from "../runtime/pausing_loop.ts";
import { edgeCells, type Region } from "./region.ts";
import { type Frames, someFrames } from "./frames.ts";
import { rangeOf } from "./ground.ts";
import { cutThreshold, type Known, knownBeside, knownCells } from "./known.ts";
import { noiseLevelOf, type NoiseLevels } from "./noise_level.ts";

/** Pairs whose x0 can be moved. */
export interface MovablePairs extends Frames {
  /** Every x0, to be sampled. */
  readonly images: readonly MovableImage[];
  /** How x0 is read between its cells. */
  readonly kernel: Kernel;
  /**
   * Least and largest value of all x0 and xt. A moved image is clipped to this range, as
   * interpolated images and photographs are. Without clipping, an image that is black or
   * white at many cells would show ringing there.
   */
  readonly range: { readonly low: number; readonly high: number };
  /** Noise of all x0 and xt, estimated when it is first asked for. */
  readonly noise: () => Pausable<NoiseLevels>;
  /** Difference from the background above which an edge cell shows a cut object. */
  readonly threshold: number;
}

/** Standard deviation of the blur of residuals, in cells. */
export const BLUR = 1;

/** An image that can be moved. */
export interface MovableImage {
  /** `side + 2 BORDER` cells per side. */
  readonly image: SampledImage;
  /** The known cells; undefined if all are known. */
  readonly known?: Known;
}

/** Number of cells around an image over which it fades to its background. */
export const BORDER = 3;

/** Options of {@linkcode movable}. */
export interface MovableOptions {
  /** The kernel that x0 is read by, by default the cubic spline. */
  readonly kernel?: Kernel;
  /**
   * Difference from the background above which an edge cell shows a cut object; by
   * default estimated from all edges.
   */
  readonly threshold?: number;
}

/** Prepares pairs so that x0 can be moved. */
export function* movable(
  frames: Frames,
  { kernel = kernels["cubic-spline"], threshold: given }: MovableOptions = {},
): Pausable<MovablePairs> {
  const threshold = given ?? (yield* thresholdOf(frames));
  const { count, side, region, surroundings, hidden, x0, xt } = frames;
  const wide = side + 2 * BORDER;
  const edge = edgeCells(side, region);
  const images: MovableImage[] = [];
  yield* pausingLoop(count, wide * wide, (i) => {
    const image = x0.subarray(i * side ** 2, (i + 1) * side ** 2);
    const seen = knownCells(
      image,
      side,
      region,
      surroundings,
      threshold,
      edge,
    );
    const known = hidden === undefined ? seen : knownBeside(hidden, seen);
    const values = bordered(image, side, region, known);
    const sampled = sampledImage(kernel, values, wide, wide, values);
    images.push({ image: sampled, known });
  });
  let noise: NoiseLevels | undefined;
  return {
    ...frames,
    images,
    kernel,
    threshold,
    range: yield* rangeOf([x0, xt]),
    *noise() {
      return noise ??= yield* noiseLevels(frames);
    },
  };
}

/**
 * Tabulates the orbits of a frame's cells.
 *
 * @param largest Bound of |t|.
 * @param differentiated Whether the derivatives in alpha are computed too.
 */
export function orbitsOf(
  { side }: Pick<Frames, "side">,
  basis: Basis,
  alpha: ArrayLike<number>,
  largest: number,
  differentiated = true,
): Pausable<OrbitTable> {
  const size = { height: side, width: side };
  return orbitTable(basis, alpha, largest, size, differentiated);
}

/**
 * Estimates the difference from the background above which an edge cell shows a cut
 * object.
 */
export const thresholdOf = (
  { x0, xt, side, region }: Frames,
): Pausable<number> => cutThreshold([x0, xt], side, region);

/**
 * Estimates the noise of x0 and of xt on some frames, in the frames' units. Fine content
 * looks like noise in one image, but cancels in the difference of two images that hardly
 * move. So both levels are limited by the noise of the difference.
 */
export function* noiseLevels(
  { x0, xt, side, region, unitNoise }: Frames,
): Pausable<NoiseLevels> {
  const levelOf = (stack: Float32Array) =>
    noiseLevelOf(stack, side, region, unitNoise);
  const x0Level = yield* levelOf(x0), xtLevel = yield* levelOf(xt);
  const together = Math.hypot(x0Level, xtLevel);
  const difference = yield* levelOf(xt.map((value, i) => value - x0[i]));
  const share = together > difference ? difference / together : 1;
  return { x0: share * x0Level, xt: share * xtLevel };
}

/**
 * Prepares some pairs at half the resolution for a search: blurred, and read bilinearly.
 */
export function* coarseOf(
  pairs: MovablePairs,
  chosen: ArrayLike<number>,
): Pausable<MovablePairs> {
  const { side, region, threshold } = pairs;
  const frames = yield* someFrames(pairs, chosen);
  const { side: half, halve } = halving(side, BLUR);
  const pooled = function* (stack: Float32Array) {
    const out = new Float32Array(chosen.length * half * half);
    yield* pausingLoop(chosen.length, side * side, (i) => {
      halve(
        stack.subarray(i * side * side, (i + 1) * side * side),
        out.subarray(i * half * half, (i + 1) * half * half),
      );
    });
    return out;
  };
  const last = (at: number) => Math.floor((at + 1) / 2) - 1;
  const whole = {
    left: Math.ceil(region.left / 2),
    right: last(region.right),
    top: Math.ceil(region.top / 2),
    bottom: last(region.bottom),
  };
  return yield* movable(
    {
      ...frames,
      side: half,
      region: whole,
      ...frames.hidden && { hidden: pooledHidden(frames.hidden, side) },
      x0: yield* pooled(frames.x0),
      xt: yield* pooled(frames.xt),
    },
    { kernel: kernels.bilinear, threshold },
  );
}

/** Marks a cell at half the resolution as hidden if most of its four cells are. */
function pooledHidden(hidden: Uint8Array, side: number): Uint8Array {
  const half = side / 2;
  return Uint8Array.from({ length: half * half }, (_, i) => {
    const cell = 2 * (Math.floor(i / half) * side + i % half);
    const below = cell + side;
    const count = hidden[cell] + hidden[cell + 1] + hidden[below] +
      hidden[below + 1];
    return count > 2 ? 1 : 0;
  });
}

/**
 * Adds a border to an image: the background 0, or the image by point reflection at the
 * edge if its content continues unseen. The reflection keeps value and slope, because a
 * step or a kink at the edge would make the spline oscillate.
 */
function bordered(
  image: Float32Array,
  side: number,
  region: Region,
  known: Known | undefined,
): Float32Array {
  const wide = side + 2 * BORDER;
  const out = new Float32Array(wide * wide);
  for (let row = 0; row < side; row++) {
    const own = image.subarray(row * side, (row + 1) * side);
    out.set(own, (row + BORDER) * wide + BORDER);
  }
  if (known === undefined) return out;
  const { left, right, top, bottom } = region;
  const clamp = (at: number, first: number, last: number) =>
    Math.min(Math.max(at, first), last);
  for (let cell = 0; cell < out.length; cell++) {
    const row = Math.floor(cell / wide) - BORDER;
    const column = cell % wide - BORDER;
    const [y, x] = [clamp(row, top, bottom), clamp(column, left, right)];
    const edge = y * side + x;
    if ((y === row && x === column) || known[edge] !== 0) continue;
    const mirrored = clamp(2 * y - row, top, bottom) * side +
      clamp(2 * x - column, left, right);
    out[cell] = 2 * image[edge] - image[mirrored];
  }
  return out;
}
