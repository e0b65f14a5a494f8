import { blur, gaussianKernel } from "../images/blur.ts";
import { type CellStatistics, cellStatistics } from "./cell_statistics.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { regionCells } from "./region.ts";
import type { Frames } from "./frames.ts";
import { rangeOf } from "./ground.ts";
import { DEVIATION_PER_MEDIAN } from "./noise_level.ts";
import { upperQuantile } from "./quantiles.ts";
import { plainLayer, type StaticLayer } from "./static_layer.ts";

/**
 * A cell varies little if its standard deviation is below `FAINT` times the expected
 * one. In a scene, this is the upper quartile of all cells. On a background, it is the
 * lower quartile of the cells up to `AROUND` cells away, if that is itself at least
 * `FAINT` times the upper quartile of all cells.
 */
const FAINT = 0.25, AROUND = 2;

/**
 * On a background, a cell shows a mark if its mean differs from the background by `FIRM`
 * times its standard deviation, by the share `VISIBLE` of the range, and by `OUTLYING`
 * times the standard deviation of such means among cells that vary little. The standard
 * deviation of changing content is about as large as its mean, so it is not a mark.
 */
const FIRM = 3, VISIBLE = 0.03, OUTLYING = 4;

/**
 * Finds the cells of opaque marks without knowing the motion: cells that vary little
 * from image to image although content is expected there, or that differ from the
 * background in all images.
 *
 * @returns `side^2` values, 1 on such a cell.
 */
export function* markedCells(frames: Frames): Pausable<Uint8Array> {
  const { side, region, surroundings, x0, xt } = frames;
  const { mean, deviation } = yield* cellStatistics(frames);
  const { low, high } = yield* rangeOf([x0, xt]);
  const cells = regionCells(region, side);
  const inside = new Set(cells);
  const usual = upperQuantile(cells.map((cell) => deviation[cell]), 0.75);
  const still = cells.filter((cell) => deviation[cell] < FAINT * usual);
  const pattern = DEVIATION_PER_MEDIAN *
    upperQuantile(still.map((cell) => Math.abs(mean[cell])), 0.5);
  const visible = Math.max(VISIBLE * (high - low), OUTLYING * pattern);
  const isMarked = surroundings === "unknown"
    ? (cell: number) => deviation[cell] < FAINT * usual
    : (cell: number) => {
      const around = cellsAround(cell, side)
        .filter((other) => inside.has(other));
      const here = upperQuantile(around.map((other) => deviation[other]), 0.25);
      const faint = here >= FAINT * usual && deviation[cell] < FAINT * here;
      const away = Math.abs(mean[cell]);
      return faint || away > Math.max(FIRM * deviation[cell], visible);
    };
  const out = new Uint8Array(side * side);
  for (const cell of cells) if (isMarked(cell)) out[cell] = 1;
  return out;
}

function cellsAround(cell: number, side: number): number[] {
  const [row, column] = [Math.floor(cell / side), cell % side];
  const out: number[] = [];
  for (let y = row - AROUND; y <= row + AROUND; y++) {
    for (let x = column - AROUND; x <= column + AROUND; x++) {
      const other = y * side + x;
      if (x >= 0 && x < side && other !== cell) out.push(other);
    }
  }
  return out;
}

/** Standard deviation of the blur that the mean image is compared with, in cells. */
const SMOOTH = 2;

/**
 * Estimates a first layer without knowing the motion: marked cells are hidden, and the
 * fine detail of the mean of all images is the offset, because the mean content of many
 * images has no fine detail.
 */
export function* roughLayer(frames: Frames): Pausable<StaticLayer> {
  const hidden = yield* markedCells(frames);
  return {
    ...plainLayer(hidden),
    offset: fineDetail(yield* cellStatistics(frames), hidden, frames),
  };
}

/** The mean image less its blur over the cells that are not hidden. */
function fineDetail(
  { mean }: CellStatistics,
  hidden: Uint8Array,
  { side, region }: Frames,
): Float32Array {
  const [smooth, weight, scratch] = Array.from(
    { length: 3 },
    () => new Float32Array(side * side),
  );
  const cells = regionCells(region, side).filter((cell) => !hidden[cell]);
  for (const cell of cells) {
    smooth[cell] = mean[cell];
    weight[cell] = 1;
  }
  const kernel = gaussianKernel(SMOOTH);
  for (const plane of [smooth, weight]) {
    blur(plane, side, side, kernel, scratch);
  }
  const out = new Float32Array(side * side);
  for (const cell of cells) {
    out[cell] = mean[cell] - smooth[cell] / weight[cell];
  }
  return out;
}
