import { gaussianKernel } from "../images/blur.ts";
import { mirrored } from "../images/coarse.ts";
import type { Pausable } from "../runtime/pausable.ts";
import type { FiniteMap } from "./finite_map.ts";
import type { Frames } from "./frames.ts";
import { regionCells } from "./frame.ts";
import {
  bestOfMaps,
  explainedByMap,
  type ImageMap,
  type MapErrors,
  mapErrors,
} from "./map_errors.ts";
import type { NoiseLevels } from "./noise_level.ts";

/**
 * Standard deviations of the Gaussians that are tried, in cells: from one that
 * changes a pixel by 1 % to one that leaves no detail, each 1.15 times the last.
 */
const WIDTHS = Array.from({ length: 18 }, (_, i) => 0.3 * 1.15 ** i);

/** What blurs explain: of x0 or of xt, of one width or of each pair's own. */
export function* blurMaps(
  frames: Frames,
  noise: NoiseLevels,
  pixelsPerCell: number,
): Pausable<FiniteMap[]> {
  const reversed = { ...frames, x0: frames.xt, xt: frames.x0 };
  const reversedNoise = { x0: noise.xt, xt: noise.x0 };
  return [
    ...yield* blursOf(frames, noise, "xt is a blurred x0", pixelsPerCell),
    ...yield* blursOf(
      reversed,
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
 * The share that a blur explains. It counts from what an even image leaves, if that
 * is less than the change: a wide blur of any image is nearly even, and near to any
 * xt of little contrast.
 */
function explainedByBlur(blur: MapErrors, varied: MapErrors): number {
  const even = { ...blur, changes: varied.changes, noise: varied.noise };
  return Math.min(explainedByMap(blur), explainedByMap(even));
}

/** How much each xt differs from an even image of its mean value. */
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
 * The common width that leaves least: the vertex of a parabola in the variance
 * through three of those that were tried. Errors are quadratic in the variance
 * where two blurs differ little.
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

/** The 10 % and the 90 % quantile of the pairs' own widths, in cells. */
function ownWidths(all: readonly MapErrors[]): readonly [number, number] {
  const widths = Float64Array.from(all[0].errors, (_, i) => {
    const left = all.map(({ errors }) => errors[i]);
    return WIDTHS[left.indexOf(Math.min(...left))];
  }).sort();
  const at = (share: number) => widths[Math.floor(share * (widths.length - 1))];
  return [at(0.1), at(0.9)];
}

/** The blur of the images, which are mirrored beyond their edges. */
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

/** The cell that mirrors one beyond the edges, in as many steps as it takes. */
function within(at: number, length: number): number {
  while (at < 0 || at >= length) at = mirrored(at, length);
  return at;
}
