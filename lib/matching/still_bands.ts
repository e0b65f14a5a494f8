import { cellStatistics } from "./cell_statistics.ts";
import { type Region, regionCells } from "./region.ts";
import type { Frames } from "./frames.ts";
import type { Pausable } from "../runtime/pausable.ts";
import { rangeOf } from "./ground.ts";
import { upperQuantile } from "./quantiles.ts";

/** The largest width of a border, as a share of the images' side. */
const WIDEST_BAND = 0.25;

/**
 * A line of cells is constant if at least the share `MOST` of its cells have a standard
 * deviation over all images below `STILL` times the upper quartile of all cells. The
 * other cells may be in the borders of the other edges.
 */
const MOST = 0.7, STILL = 0.1;

/**
 * A border ends where most cells of the next line have a standard deviation above
 * `VARIED` times the upper quartile, or differ from this line by more than `STEP` times
 * the images' range, all with the same sign.
 */
const VARIED = 0.4, STEP = 0.03;

/**
 * Finds the cells within a border that all images share along some or all of their four
 * edges: lines that are equal in all images, and end abruptly.
 */
export function* withinStillBands(frames: Frames): Pausable<Region> {
  const { side, region } = frames;
  const { mean, deviation } = yield* cellStatistics(frames);
  const { low, high } = yield* rangeOf([frames.x0, frames.xt]);
  const deviations = regionCells(region, side).map((cell) => deviation[cell]);
  const usual = upperQuantile(deviations, 0.75);
  const isMost = (cells: readonly number[], is: (cell: number) => boolean) =>
    cells.filter(is).length >= MOST * cells.length;
  /** The width of a border in cells, from the lines of cells from the edge on. */
  const widthOf = (lines: readonly (readonly number[])[]) => {
    const most = Math.floor(WIDEST_BAND * lines.length);
    let width = 0;
    for (let k = 0; k < most; k++) {
      const [line, next] = [lines[k], lines[k + 1]];
      if (!isMost(line, (cell) => deviation[cell] < STILL * usual)) break;
      const steps = line.map((cell, i) => mean[next[i]] - mean[cell]);
      const ends = isMost(next, (cell) => deviation[cell] > VARIED * usual) ||
        [1, -1].some((sign) =>
          isMost(
            [...steps.keys()],
            (i) => sign * steps[i] > STEP * (high - low),
          )
        );
      if (ends) width = k + 1;
    }
    return width;
  };
  const { left, right, top, bottom } = region;
  const columns = range(left, right), rows = range(top, bottom);
  const down = rows.map((row) => columns.map((column) => row * side + column));
  const across = columns.map((column) =>
    rows.map((row) => row * side + column)
  );
  return {
    left: left + widthOf(across),
    right: right - widthOf(across.toReversed()),
    top: top + widthOf(down),
    bottom: bottom - widthOf(down.toReversed()),
  };
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
