import { gaussianKernel } from "../images/blur.ts";
import { mirrored } from "../images/coarse.ts";
import type { Pausable } from "../runtime/pausable.ts";
import type { FiniteMap } from "./finite_map.ts";
import { exchanged, type Frames } from "./frames.ts";
import { regionCells } from "./region.ts";
import {
  bestOfMaps,
  explainedByMap,
  type ImageMap,
  type MapErrors,
  mapErrors,
} from "./map_errors.ts";
import type { NoiseLevels } from "./noise_level.ts";
import { lowerQuantile } from "./quantiles.ts";

/**
 * Standard deviations of the Gaussians that are tried, in cells. The smallest changes a
 * pixel by 1 %, the largest leaves no detail, and each is 1.15 times the one before.
 */
const WIDTHS = Array.from({ length: 18 }, (_, i) => 0.3 * 1.15 ** i);

/**
 * Tries Gaussian blurs of x0 and of xt, with one width for all pairs or one per pair.
 */
export function* blurMaps(
  frames: Frames,
  noise: NoiseLevels,
  pixelsPerCell: number,
): Pausable<FiniteMap[]> {
  const reversedNoise = { x0: noise.xt, xt: noise.x0 };
  return [
    ...yield* blursOf(frames, noise, "xt is a blurred x0", pixelsPerCell),
    ...yield* blursOf(
      exchanged(frames),
      reversedNoise,
      "x0 is a blurred xt",
      pixelsPerCell,
    ),
  ];
}

function* blursOf(
  frames: Frames,
  noise: NoiseLevels,
  what: string,
  pixelsPerCell: number,
): Pausable<FiniteMap[]> {
  const errorsOf = (sd: number) =>
    mapErrors(frames, blurred(frames, sd), noise);
  const all: MapErrors[] = [];
  for (const sd of WIDTHS) all.push(yield* errorsOf(sd));
  const varied = yield* contrast(frames, noise);
  const best = bestWidth(all);
  const none: MapErrors = { ...all[0], errors: all[0].changes };
  const own = bestOfMaps([none, ...all]);
  const inPixels = (sd: number) => (sd * pixelsPerCell).toFixed(1);
  const [low, high] = ownWidths(all);
  return [
    {
      kind: "blur",
      statement: `${what} (by a Gaussian of standard deviation ${
        inPixels(best)
      } px)`,
      choices: 1,
      explained: explainedByBlur(yield* errorsOf(best), varied),
    },
    {
      kind: "blur",
      statement: `${what} (by a Gaussian of another width in each pair, ${
        inPixels(low)
      } to ${inPixels(high)} px in standard deviation)`,
      choices: WIDTHS.length + 1,
      explained: explainedByBlur(own, varied),
    },
  ];
}

/**
 * Computes the share of the change that a blur explains. If a constant image leaves less
 * than the change, the share is relative to that, because a wide blur makes any image
 * nearly constant and thus close to any xt of low contrast.
 */
function explainedByBlur(blur: MapErrors, varied: MapErrors): number {
  const even = { ...blur, changes: varied.changes, noise: varied.noise };
  return Math.min(explainedByMap(blur), explainedByMap(even));
}

/** The squared differences of each xt from a constant image of its mean value. */
function contrast(frames: Frames, noise: NoiseLevels): Pausable<MapErrors> {
  const { region, side, xt } = frames;
  const size = side * side;
  const cells = regionCells(region, side);
  const x0 = new Float32Array(xt.length);
  for (let start = 0; start < xt.length; start += size) {
    const sum = cells.reduce((total, cell) => total + xt[start + cell], 0);
    x0.fill(sum / cells.length, start, start + size);
  }
  const unchanged = { linear: (image: Float32Array) => image, region };
  return mapErrors({ ...frames, x0 }, unchanged, { x0: 0, xt: noise.xt });
}

/**
 * Finds the common width with the least error, by the vertex of a parabola in the
 * variance through three of the tried widths. The error is about quadratic in the
 * variance near its minimum.
 */
function bestWidth(all: readonly MapErrors[]): number {
  const left = all.map(({ errors }) => errors.reduce((a, b) => a + b, 0));
  const k = left.indexOf(Math.min(...left));
  if (k === 0 || k === left.length - 1) return WIDTHS[k];
  const [u, v, w] = [k - 1, k, k + 1].map((i) => WIDTHS[i] ** 2);
  const below = (left[k] - left[k - 1]) / (v - u);
  const above = (left[k + 1] - left[k]) / (w - v);
  const curvature = (above - below) / (w - u);
  return Math.sqrt((u + v) / 2 - below / (2 * curvature));
}

/** The 10 % and the 90 % quantile of the widths that fit each pair best, in cells. */
function ownWidths(all: readonly MapErrors[]): readonly [number, number] {
  const widths = Float64Array.from(all[0].errors, (_, i) => {
    const left = all.map(({ errors }) => errors[i]);
    return WIDTHS[left.indexOf(Math.min(...left))];
  }).sort();
  return [lowerQuantile(widths, 0.1), lowerQuantile(widths, 0.9)];
}

/** A Gaussian blur as an image map; images are mirrored beyond their edges. */
function blurred({ side, region }: Frames, sd: number): ImageMap {
  const kernel = gaussianKernel(sd);
  const along = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i).map((at) =>
      Array.from(kernel, (weight, k) => ({
        weight,
        from: first +
          within(at - first + k - (kernel.length - 1) / 2, last - first + 1),
      }))
    );
  const rows = along(region.top, region.bottom);
  const columns = along(region.left, region.right);
  const narrow = new Float32Array(side * side), out = narrow.slice();
  const linear = (image: Float32Array) => {
    for (let row = region.top; row <= region.bottom; row++) {
      columns.forEach((taps, i) => {
        let sum = 0;
        for (const { weight, from } of taps) {
          sum += weight * image[row * side + from];
        }
        narrow[row * side + region.left + i] = sum;
      });
    }
    rows.forEach((taps, i) => {
      const start = (region.top + i) * side;
      for (let column = region.left; column <= region.right; column++) {
        let sum = 0;
        for (const { weight, from } of taps) {
          sum += weight * narrow[from * side + column];
        }
        out[start + column] = sum;
      }
    });
    return out;
  };
  return { linear, region };
}

/**
 * The cell within the image that mirrors one beyond the edges, by repeated reflection.
 */
function within(at: number, length: number): number {
  while (at < 0 || at >= length) at = mirrored(at, length);
  return at;
}
